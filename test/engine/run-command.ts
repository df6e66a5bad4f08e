import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { run } from "../../lab/machine/run.ts";

export interface Ended {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

const script = fileURLToPath(new URL("../../operations/failover.ts", import.meta.url));

/**
 * Starts `npm run failover` as an operator does: in a process of its own, which finds engine, state and cluster in its
 * environment. It leads a process group, as in a shell.
 */
export function startCommand(
  { workspace: { envVars, pulumiHome, pulumiCommand, workDir } }: Stack,
  line: string,
  more: NodeJS.ProcessEnv = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const path = `${dirname(pulumiCommand?.command ?? "")}:${process.env.PATH}`;
  const home = pulumiHome && { PULUMI_HOME: pulumiHome };
  const env = { ...process.env, ...envVars, PATH: path, ...home, ...more };
  const args = [script, ...line.split(" "), "--stack", "test", "--project", workDir];
  const child = spawn(process.execPath, args, {
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 120_000,
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = once(child, "exit").then(async ([status]) => ({
    ok: status === 0,
    lines: (await output).join("").trimEnd().split("\n"),
  }));
  return { child, ended };
}

/** Kills a command and the engine that it has started, which is in a process group of its own. */
export async function killWithEngine({ pid = 0 }: ChildProcess): Promise<void> {
  const { stdout } = await run("ps", ["-axo", "pid=,ppid="]);
  const all = stdout.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const engines = all.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []));
  for (const one of [pid, ...engines]) process.kill(one, "SIGKILL");
}

/** A line of the screen or the stack file without what differs between runs. */
export function masked(line: string | undefined): string | undefined {
  return line?.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "<time>").replaceAll(/\d+\.\d s/g, "<span>");
}
