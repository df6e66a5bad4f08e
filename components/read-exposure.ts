import { RunError, type StackReference } from "@pulumi/pulumi";
import type { ExposureOutputs } from "../core/model/outputs.ts";
import { outputKeys, parseExposureOutputs } from "../core/outputs/parse-exposure-outputs.ts";

/**
 * What an exposure stack exports, typed, for other stacks. A promise of plain values, not an Output: readers
 * make resources from the classes and services they find.
 *
 * @example
 * const exposure = await readExposure(new pulumi.StackReference("organization/exposure/prod"));
 * for (const { className, ports } of Object.values(exposure.classes)) { … }
 *
 * @throws RunError if the stack exports nothing of exposure's, or a newer version than this reader knows.
 */
export async function readExposure(
  stack: Pick<StackReference, "getOutputDetails">,
): Promise<ExposureOutputs> {
  const found = await Promise.all(
    outputKeys.map(async (key) => [key, (await stack.getOutputDetails(key)).value] as const),
  );
  const result = parseExposureOutputs(Object.fromEntries(found));
  if ("problem" in result) throw new RunError(result.problem);
  return result.outputs;
}
