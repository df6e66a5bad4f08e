import type { ClassSpec } from "../../model/class.ts";
import type { ActiveBackend, Switch } from "../../model/failover.ts";
import { names } from "../../model/names.ts";
import { backendsOf, isSameBackend, type ServiceSpec } from "../../model/service.ts";
import { canaryNameProblem } from "../canary.ts";
import { type Annotations, canaryManifest, type IngressManifest, type RenderedPath } from "../ingress.ts";

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

/** Why a service can be in no drill and have no weight. `services`: the whole stack's. */
export function nginxCanaryProblem(
  service: ServiceSpec,
  services: readonly ServiceSpec[],
): string | undefined {
  return canaryNameProblem(service, services) ?? upstreamProblem(service, services);
}

/**
 * The controller has one upstream for each port of a Service, whichever Ingresses lead there. Canaries hang on the
 * primary's, so they take requests of all those Ingresses. The standby's is as the oldest Ingress has it: with one share
 * for all canaries, with none where that Ingress is no canary, and without a location for the others where it is one.
 *
 * Both backends count, whoever serves: otherwise a drill could keep another service's emergency switch from being thrown.
 */
function upstreamProblem(service: ServiceSpec, services: readonly ServiceSpec[]): string | undefined {
  const own = backendsOf(service);
  const [shared] = services
    .filter((other) => other.name !== service.name && isBeside(other, service))
    .flatMap((other) => backendsOf(other).map((backend) => ({ other, backend })))
    // As the Ingress spells it, and as the controller does: a port by name and the same by number are two upstreams.
    .filter(({ backend }) => own.some((one) => isSameBackend(one, backend)));
  if (shared === undefined) return undefined;
  const { other, backend } = shared;
  const field = isSameBackend(backend, service.backend) ? "backend" : "emergency";
  return `has one upstream for Service ${service.namespace}/${backend.service}, port ${backend.port}, which is behind service "${other.name}" too, so that a drill or a weight of one would reach the other: set the mode of "${service.name}" to on, or give it a Service of its own (services.${service.name}.${field})`;
}

function isBeside(one: ServiceSpec, other: ServiceSpec): boolean {
  return one.class === other.class && one.namespace === other.namespace;
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
