import type { PlannedService } from "../controllers/service-plan.ts";
import type { ExposureOutputs } from "../model/outputs.ts";

/**
 * Why a switch alone would take a service away from what serves it: its class, or its kind of object, is another in the
 * stack file than in the cluster, because an edit waits for `pulumi up`.
 * @param live what the stack exported when it was last updated
 */
export function waitingClass(
  plans: readonly Pick<PlannedService, "service" | "class">[],
  live: Pick<ExposureOutputs, "classes" | "services">,
): string | undefined {
  const sentences = plans.flatMap(({ service: { name, kind, class: next }, class: { controller } }) => {
    const exported = live.services[name];
    const before = exported?.class ?? next;
    const served = live.classes[before];
    const kindBefore = exported === undefined ? kind : (exported.kind ?? "Ingress");
    if (served !== undefined && before === next && served.controller === controller) {
      return kindBefore === kind
        ? []
        : [
            `service "${name}" is of kind ${kind} in the stack file, and of kind ${kindBefore} in the cluster`,
          ];
    }
    const found = served === undefined ? "no such class" : `class "${before}" (${served.controller})`;
    return [
      `service "${name}" is of class "${next}" (${controller}) in the stack file, and the cluster has ${found} for it`,
    ];
  });
  const [first] = sentences;
  if (first === undefined) return undefined;
  const others = sentences.length === 1 ? "" : ` (and ${sentences.length - 1} more)`;
  return `${first}${others}: run \`pulumi up\` for that edit first, or take it back; nothing was switched`;
}
