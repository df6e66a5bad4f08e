import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { temporaryFolder } from "../temporary-folder.ts";

/** Commands of stand-ins, as they were called. */
export interface StandIns {
  /** PATH with nothing but the stand-ins and the machine's basic tools. */
  readonly path: string;
  /** What was called since the last look, `docker build …` a line. */
  calls(): readonly string[];
}

/**
 * Puts stand-ins of commands on PATH that record how they are called, and nothing else of their kind: the machine may have
 * the real ones.
 * @param scripts by command: what it does, as a shell's commands, which get its arguments as $*
 */
export async function standIns(
  t: ExecutionContext,
  scripts: Readonly<Record<string, string>>,
): Promise<StandIns> {
  const folder = await temporaryFolder(t);
  const log = join(folder, "calls.log");
  for (const [command, script] of Object.entries(scripts)) {
    const file = join(folder, command);
    writeFileSync(file, `#!/bin/sh\necho "${command} $*" >> ${log}\n${script}\n`);
    chmodSync(file, 0o755);
  }
  const path = `${folder}:/usr/bin:/bin`;
  const before = process.env.PATH;
  process.env.PATH = path;
  t.teardown(() => {
    process.env.PATH = before;
  });
  return {
    path,
    calls: () => {
      const lines = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
      writeFileSync(log, "");
      return lines.filter((line) => line !== "");
    },
  };
}
