import type { ActiveBackend } from "../../../failover/plan.ts";
import type { ClassSpec } from "../../../model/class.ts";
import type { Switch } from "../../../model/failover.ts";
import { names } from "../../../names.ts";
import { type Annotations, canaryManifest, type IngressManifest, type RenderedPath } from "../../manifest.ts";

/**
 * The controller merges a canary into the location of the same host, path and path type, and takes everything
 * else from the service's own Ingress: certificates, rewrite, limits and protocol are said once, there.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 */
export function nginxCanary(
  spec: ClassSpec,
  active: ActiveBackend,
  paths: readonly RenderedPath[],
): IngressManifest | undefined {
  const { emergency } = active.service;
  const annotations = canaryAnnotations(active.switch);
  if (emergency === undefined || annotations === undefined) return undefined;
  return canaryManifest({ spec, active, emergency, annotations, paths });
}

function canaryAnnotations({ mode, weight }: Switch): Annotations | undefined {
  switch (mode) {
    case "drill":
      return {
        "nginx.ingress.kubernetes.io/canary": "true",
        "nginx.ingress.kubernetes.io/canary-by-header": names.drill.header,
        "nginx.ingress.kubernetes.io/canary-by-cookie": names.drill.cookie,
      };
    case "weighted":
      return {
        "nginx.ingress.kubernetes.io/canary": "true",
        "nginx.ingress.kubernetes.io/canary-weight": String(weight),
      };
    default:
      return undefined;
  }
}
