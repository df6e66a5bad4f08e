import { type PlannedService, switchedObject } from "../controllers/service-plan.ts";
import type { ExposureOutputs } from "../model/outputs.ts";
import { ownValue } from "../model/own-value.ts";
import type { Problem } from "../model/problems.ts";

/**
 * Ingresses that one update would give their first Policy while pods that know of none still serve them: those answer
 * every request with 500 until they are replaced.
 * @param former what the stack exported when it was last updated
 */
export function firstPolicyProblems(
  plans: readonly PlannedService[],
  former: Pick<ExposureOutputs, "classes" | "services">,
): readonly Problem[] {
  return plans.flatMap((plan) => {
    const { name, class: className } = plan.service;
    const before = ownValue(former.classes, className);
    const served = ownValue(former.services, name)?.class === className;
    const refers =
      plan.objects.some(({ role }) => role === "policy") && switchedObject(plan).kind === "Ingress";
    if (!refers || !served || before === undefined || before.customResources === true) return [];
    const message = `would answer 500 until each pod of class "${className}" is replaced, because its Ingress would name a Policy and those pods have no custom resources yet: first set classes.${className}.customResources and run \`pulumi up\`, then restrict the addresses of this service and run it again`;
    return [{ path: `services.${name}`, code: "policies-first", message }];
  });
}
