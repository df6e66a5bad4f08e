import { setTimeout as sleep } from "node:timers/promises";
import { isErrno } from "../../core/model/errno.ts";
import { isAlive } from "../../operations/lock.ts";

/** A running process of the lab. */
export interface LabProcess {
  readonly pid: number;
  /** Its name in error messages. */
  readonly name: string;
}

export interface EndOptions {
  /** Sent in turn, each with time to end. @default SIGTERM, then SIGKILL */
  readonly signals?: readonly NodeJS.Signals[];
  /** Milliseconds after each signal. @default 3000 */
  readonly patience?: number;
}

/**
 * Ends processes in the order in which `find` lists them, and those that join meanwhile; returns when all are gone and
 * their ports are free.
 * @throws {Error} naming those that do not end
 */
export async function endProcesses(
  find: () => readonly LabProcess[] | Promise<readonly LabProcess[]>,
  { signals = ["SIGTERM", "SIGKILL"], patience = 3_000 }: EndOptions = {},
): Promise<void> {
  const seen = new Map<number, string>();
  const left = () => [...seen].filter(([pid]) => isAlive({ pid }));
  for (const signal of signals) {
    const signalled = new Set<number>();
    for (let waited = 0; waited < patience; waited += 50) {
      for (const { pid, name } of await find()) {
        if (!signalled.has(pid)) kill(pid, signal);
        signalled.add(pid);
        seen.set(pid, name);
      }
      if (left().length === 0) return;
      await sleep(50);
    }
  }
  const names = left().map(([pid, name]) => `${name} (pid ${pid})`);
  throw new Error(`these processes of the lab do not end: ${names.join(", ")}`);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!isErrno(error, "ESRCH")) throw error;
  }
}
