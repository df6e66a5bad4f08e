import type { ActiveBackend } from "../../../failover/plan.ts";
import type { ClassSpec } from "../../../model/class.ts";
import type { Switch } from "../../../model/failover.ts";
import type { Backend, ServiceSpec } from "../../../model/service.ts";
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

/**
 * The controller has each Service and port once, as the oldest Ingress that leads there asks for it: where that is no
 * canary, it sends nobody there by weight or mark, and says so in its log alone.
 */
export function sharedProblem(service: ServiceSpec, services: readonly ServiceSpec[]): string | undefined {
  const { emergency } = service;
  if (emergency === undefined) return undefined;
  const isSame = (other: Backend | undefined) =>
    other?.service === emergency.service && other.port === emergency.port;
  const sharer = services.find(
    (other) =>
      other.name !== service.name &&
      other.class === service.class &&
      other.namespace === service.namespace &&
      [other.backend, other.emergency].some(isSame),
  );
  return (
    sharer &&
    `shares out requests only to a Service that no other service leads to, and "${sharer.name}" has "${emergency.service}" behind it too: give one of the two a Service of its own (services.${service.name}.emergency), or set its mode to on`
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
