import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { listPids, readProc } from "../../lab/machine/proc.ts";

/** What one run of a command took. */
export interface Run {
  /** Seconds from the command's start to its effect. */
  readonly seconds: number;
  /** Seconds until the command ended. */
  readonly total: number;
  /** Largest sum of resident memory of the command and what it started, in MiB; shared pages count for each. */
  readonly memory: number;
  readonly output: string;
}

const patience = 900_000;

/**
 * Runs a command and watches for its effect.
 * @param done looks at the cluster; asked again every `every` milliseconds
 * @throws where the command fails, or nothing is seen of it for 15 minutes
 */
export async function measure(
  [command = "", ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  done: () => Promise<boolean>,
  every: number,
): Promise<Run> {
  const began = performance.now();
  const since = () => (performance.now() - began) / 1_000;
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], timeout: patience });
  let total: number | undefined;
  let memory = 0;
  const sampling = setInterval(() => {
    memory = Math.max(memory, treeMemory(child.pid ?? 0));
  }, 100);
  const ended = once(child, "exit").then(() => {
    total = since();
  });
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  try {
    while (!(await done())) {
      if (total !== undefined && child.exitCode !== 0) {
        throw new Error(`${[command, ...args].join(" ")} failed:\n${await stdout}${await stderr}`);
      }
      if (since() * 1_000 > patience) throw new Error(`${[command, ...args].join(" ")} has shown no effect`);
      await sleep(every);
    }
    const seconds = since();
    await ended;
    if (child.exitCode !== 0) {
      throw new Error(`${[command, ...args].join(" ")} failed:\n${await stdout}${await stderr}`);
    }
    return { seconds, total: total ?? seconds, memory, output: await stdout };
  } finally {
    clearInterval(sampling);
  }
}

/** Resident memory of a process and its descendants, in MiB. */
export function treeMemory(root: number, proc = "/proc"): number {
  const processes = listPids(proc).flatMap((pid) => {
    const status = readProc(pid, "status", proc);
    const parent = /^PPid:\t(\d+)$/m.exec(status)?.[1];
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? "0";
    return parent === undefined ? [] : [{ pid, parent: Number(parent), kibibytes: Number(kibibytes) }];
  });
  const family = new Set([root]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  const members = processes.filter(({ pid }) => family.has(pid));
  return members.reduce((sum, { kibibytes }) => sum + kibibytes, 0) / 1_024;
}
