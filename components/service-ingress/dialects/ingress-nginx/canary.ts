import type { ActiveBackend } from "../../../failover/plan.ts";
import type { ClassSpec } from "../../../model/class.ts";
import type { Switch } from "../../../model/failover.ts";
import type { ServiceSpec } from "../../../model/service.ts";
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

/** The canary's name may be another service's. */
export function canaryProblem(service: ServiceSpec, services: readonly ServiceSpec[]): string | undefined {
  const name = names.canary(service.ingress);
  const other = services.find(
    ({ namespace, ingress }) => namespace === service.namespace && ingress === name,
  );
  return (
    other &&
    `needs a second Ingress "${name}", which is the name of service "${other.name}": give that another (services.${other.name}.ingress)`
  );
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
