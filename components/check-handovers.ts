import type { PlannedService } from "../core/controllers/service-plan.ts";
import type { ClassSpec } from "../core/model/class.ts";
import { messageOf } from "../core/model/user-error.ts";
import { parseExposureOutputs } from "../core/outputs/parse-exposure-outputs.ts";
import { handoverProblems } from "../core/rules/handovers.ts";
import { firstPolicyProblems } from "../core/rules/policies-first.ts";
import type { ClassCheck } from "./check-edge.ts";
import { previousOutputs } from "./previous-outputs.ts";

/**
 * Compares the classes with those that the running stack exported when it was last updated. Before the first update there
 * are none, and outputs that cannot be read stop nothing.
 */
export async function checkHandovers(
  classes: readonly ClassSpec[],
  plans: readonly PlannedService[],
  previous: () => Promise<Readonly<Record<string, unknown>>> = () => previousOutputs(),
): Promise<ClassCheck> {
  try {
    const found = parseExposureOutputs(await previous());
    const problems =
      "outputs" in found
        ? [...handoverProblems(classes, found.outputs.classes), ...firstPolicyProblems(plans, found.outputs)]
        : [];
    return { problems, warnings: [] };
  } catch (error) {
    const doubt = `what the stack exported last cannot be read (${messageOf(error)})`;
    return { problems: [], warnings: [`${doubt}: no class was checked for taking ports from another`] };
  }
}
