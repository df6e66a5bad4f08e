import { UserError } from "../../core/model/user-error.ts";
import type { Settings } from "../../lab/testbed/testbed.ts";
import type { DrillStacks } from "./controllers.ts";
import { type DrillController, type DrillRequest, drillControllers } from "./request.ts";

/**
 * The controller to drill with: the one asked for, else the first that has what the service asks for and whose image
 * is here.
 * @param whyWithout why an image cannot run here; undefined where it can
 * @throws {UserError} saying of each controller what is in the way
 */
export async function chooseController(
  { service, controller }: DrillRequest,
  args: Settings,
  stacks: Readonly<Record<DrillController, Pick<DrillStacks, "image" | "refusal">>>,
  whyWithout: (images: readonly string[]) => Promise<string | undefined>,
): Promise<DrillController> {
  const reasons: string[] = [];
  for (const candidate of controller === undefined ? drillControllers : [controller]) {
    const { image, refusal } = stacks[candidate];
    const reason = refusal(service, args) ?? (await whyWithout([image]));
    if (reason === undefined) return candidate;
    reasons.push(`${candidate}: ${reason}`);
  }
  throw new UserError(`No drill of "${service}" can run here:\n  ${reasons.join("\n  ")}`);
}
