import { CommandError, run } from "../machine/run.ts";
import { findOnPath } from "../tools/source.ts";

/** Docker or podman on this machine. */
export type EngineState = "absent" | "answers" | "silent";

/** Milliseconds for a daemon to answer. */
const patience = 10_000;

/** Whether an engine is here, and answers: the client alone starts no container. */
export async function engineState(engine: "docker" | "podman"): Promise<EngineState> {
  if (findOnPath(engine) === undefined) return "absent";
  const server = { docker: ["version", "--format", "{{.Server.Version}}"], podman: ["info"] };
  return (await saidBy(engine, server[engine])) === undefined ? "silent" : "answers";
}

/** What a command says; undefined where it is missing, or fails. */
export async function saidBy(command: string, args: readonly string[]): Promise<string | undefined> {
  if (findOnPath(command) === undefined) return undefined;
  try {
    return (await run(command, args, { timeout: patience })).stdout.trim();
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
