import type { PulumiCommand } from "@pulumi/pulumi/automation/index.js";

/** Finds the `pulumi` of the user's shell and asks its version, without the library that it is used by. */
export function findPulumi(): Promise<PulumiCommand> {
  const found = import("@pulumi/pulumi/automation/cmd.js").then(({ PulumiCommand }) => PulumiCommand.get());
  // Told by whom it is awaited.
  found.catch(() => {});
  return found;
}
