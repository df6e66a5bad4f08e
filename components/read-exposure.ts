import { RunError, type StackReference } from "@pulumi/pulumi";
import { type ExposureOutputs, outputsVersion } from "../core/model/outputs.ts";

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
    ["version", ...outputKeys].map(async (key) => [key, (await stack.getOutputDetails(key)).value] as const),
  );
  const result = parseOutputs(Object.fromEntries(found));
  if ("problem" in result) throw new RunError(result.problem);
  return result.outputs;
}

type Parsed = { readonly outputs: ExposureOutputs } | { readonly problem: string };

/** Pure half of {@link readExposure}. */
export function parseOutputs(outputs: Readonly<Record<string, unknown>>): Parsed {
  const { version } = outputs;
  if (version === undefined) {
    return {
      problem:
        "the referenced stack exports no exposure outputs (no `version`): check its name, and run `pulumi up` on it once",
    };
  }
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    return {
      problem: `expected the referenced stack's \`version\` to be a whole number, got ${JSON.stringify(version)}`,
    };
  }
  if (version > outputsVersion) {
    return {
      problem: `the referenced stack exports exposure outputs of version ${version}, this reader knows up to ${outputsVersion}: update this project's copy of exposure`,
    };
  }
  const missing = outputKeys.filter((key) => outputs[key] === undefined);
  if (missing.length > 0) {
    return {
      problem: `the referenced stack's outputs lack ${missing.join(", ")}: run \`pulumi up\` on it once more`,
    };
  }
  return { outputs: outputs as unknown as ExposureOutputs };
}

const outputKeys = [
  "classes",
  "services",
  "failover",
  "logDirectories",
] as const satisfies readonly (keyof ExposureOutputs)[];
