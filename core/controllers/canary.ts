import { names } from "../model/names.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { Refusal } from "./service-problems.ts";

/**
 * Why a service cannot have a canary Ingress: another service has its name. Undefined if none has.
 * @param services the whole stack's
 */
export function canaryNameRefusal(
  service: ServiceSpec,
  services: readonly ServiceSpec[],
): Refusal | undefined {
  const name = names.canary(service.ingress);
  const other = services.find(
    ({ namespace, ingress }) => namespace === service.namespace && ingress === name,
  );
  return (
    other && {
      code: "name-taken",
      sentence: `needs a second Ingress named "${name}", which service "${other.name}" already has: rename that one (services.${other.name}.ingress)`,
    }
  );
}
