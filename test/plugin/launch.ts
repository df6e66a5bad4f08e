import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A plugin that runs. */
export interface LaunchedPlugin {
  /** Where the engine reaches it. */
  readonly port: number;
  /** Its process. */
  readonly process: ChildProcess;
}

/**
 * Starts the plugin as Pulumi's language host for Node does: by the launcher of its SDK.
 * @param folder working folder, which the engine sets to the one of the program
 */
export async function launchPlugin(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<LaunchedPlugin> {
  const launcher = here("../../node_modules/@pulumi/pulumi/cmd/run-plugin/index.js");
  const child = spawn(process.execPath, [launcher, "--pwd", folder, here("../../plugin")], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { port: Number(line), process: child };
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
