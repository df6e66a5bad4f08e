import type { ClassSpec } from "../../model/class.ts";
import type { ActiveBackend, Switch } from "../../model/failover.ts";
import { names } from "../../model/names.ts";
import { backendsOf, isSameBackend, type ServiceSpec, standbyDiffers } from "../../model/service.ts";
import { canaryNameRefusal } from "../canary.ts";
import { type Annotations, canaryManifest, type IngressManifest, type RenderedPath } from "../ingress.ts";
import type { Refusal } from "../service-problems.ts";

/**
 * The controller merges a canary into the location of the same host, path and path type, and takes everything
 * else from the service's own Ingress: its certificates, rewrite, limits and protocol.
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
 * Why a service cannot be drilled or weighted; undefined if it can.
 * @param services the whole stack's
 */
export function nginxCanaryRefusal(
  service: ServiceSpec,
  services: readonly ServiceSpec[],
): Refusal | undefined {
  return (
    canaryNameRefusal(service, services) ?? standbyRefusal(service) ?? upstreamRefusal(service, services)
  );
}

/** The controller reads these annotations of the service's own Ingress only, for both backends. */
function standbyRefusal(service: ServiceSpec): Refusal | undefined {
  if (!standbyDiffers(service)) return undefined;
  return {
    code: "one-protocol",
    sentence: `takes protocol, rewrite and upstreamHost of a drill or weight from the service's own Ingress, but the emergency backend of "${service.name}" has others: set its mode to on`,
  };
}

/**
 * The controller has one upstream for each port of a Service, shared by all Ingresses that lead there. A canary is part
 * of the primary's upstream, so it takes requests of all those Ingresses. The standby's upstream follows the oldest
 * Ingress: it has one share for all canaries; none if that Ingress is not a canary; and no location for the other
 * Ingresses if it is.
 *
 * Both backends count, even one that does not serve now: otherwise a drill could block another service's emergency
 * switch.
 */
function upstreamRefusal(service: ServiceSpec, services: readonly ServiceSpec[]): Refusal | undefined {
  const backends = backendsOf(service);
  const [shared] = services
    .filter((other) => other.name !== service.name && canShareUpstream(other, service))
    .flatMap((other) => backendsOf(other).map((backend) => ({ other, backend })))
    // The controller compares ports as written: the same port by name and by number is two upstreams.
    .filter((shared) => backends.some((backend) => isSameBackend(backend, shared.backend)));
  if (shared === undefined) return undefined;
  const { other, backend } = shared;
  const field = isSameBackend(backend, service.backend) ? "backend" : "emergency";
  return {
    code: "shared-upstream",
    sentence: `has one upstream for Service ${service.namespace}/${backend.service}, port ${backend.port}, which service "${other.name}" also uses, so a drill or weight of one would reach the other: set the mode of "${service.name}" to on, or give it its own Service (services.${service.name}.${field})`,
  };
}

function canShareUpstream(a: ServiceSpec, b: ServiceSpec): boolean {
  return a.class === b.class && a.namespace === b.namespace;
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
