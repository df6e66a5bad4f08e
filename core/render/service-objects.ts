import type { PlannedService } from "../controllers/service-plan.ts";
import { inOrder } from "./order.ts";

/**
 * The objects that lead to services and nothing else: those of some services, or of each that has an emergency backend
 * and could be switched.
 * @param names services @default all that could be switched
 */
export function serviceObjects(plans: readonly PlannedService[], names?: readonly string[]) {
  const named = names && new Set(names);
  const chosen = plans.filter(({ service }) => named?.has(service.name) ?? service.emergency !== undefined);
  return inOrder(chosen.flatMap(({ objects }) => objects.map(({ manifest }) => manifest)));
}
