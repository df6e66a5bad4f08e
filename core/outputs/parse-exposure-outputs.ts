import { type ExposureOutputs, outputsVersion } from "../model/outputs.ts";

/** The outputs by name. */
export const outputKeys = [
  "version",
  "classes",
  "services",
  "failover",
  "logDirectories",
] as const satisfies readonly (keyof ExposureOutputs)[];

export type ParsedExposure = { readonly outputs: ExposureOutputs } | { readonly problem: string };

/** What an exposure stack exports, or why it is not what this copy of exposure can read. */
export function parseExposureOutputs(outputs: Readonly<Record<string, unknown>>): ParsedExposure {
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
