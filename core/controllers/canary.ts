import { names } from "../model/names.ts";
import type { ServiceSpec } from "../model/service.ts";

/** Why a service cannot have a canary Ingress: its name is another service's. `services`: the whole stack's. */
export function canaryNameProblem(
  service: ServiceSpec,
  services: readonly ServiceSpec[],
): string | undefined {
  const name = names.canary(service.ingress);
  const other = services.find(
    ({ namespace, ingress }) => namespace === service.namespace && ingress === name,
  );
  return (
    other &&
    `needs a second Ingress "${name}", which is the name of service "${other.name}": give that another (services.${other.name}.ingress)`
  );
}
