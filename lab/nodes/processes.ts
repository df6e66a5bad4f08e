import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Set in the environment of everything a node runs but its containers, whose end comes with its init. */
export const marker = "EXPOSURE_LAB_NODE";

/**
 * The processes of a node, seen from the machine. They are known by their environment, not by a pid file: that would be
 * missing after an interrupted start and name a stranger after a reboot.
 */
export function processesOf(folder: string, proc = "/proc"): readonly number[] {
  return readdirSync(proc)
    .filter(
      (entry) => /^\d+$/.test(entry) && environmentOf(`${proc}/${entry}`).includes(`${marker}=${folder}`),
    )
    .map(Number);
}

/** The node's init: the marked process that is 1 in its own PID namespace. */
export function initOf(folder: string): number | undefined {
  return processesOf(folder).find((pid) => innermostPid(statusOf(pid)) === 1);
}

/** The pid a process sees itself as, from the text of /proc/<pid>/status. */
export function innermostPid(status: string): number | undefined {
  const pids = /^NSpid:\t([\d\t]+)$/m.exec(status)?.[1]?.split("\t");
  return pids === undefined || pids.length < 2 ? undefined : Number(pids.at(-1));
}

/** Kills a node's processes, its init first, and returns when all are gone. */
export async function endProcesses(folder: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    const init = initOf(folder);
    const left = processesOf(folder);
    if (left.length === 0) return;
    if (init !== undefined) kill(init);
    for (const pid of left) kill(pid);
    await sleep(50);
  }
  throw new Error(`Processes ${processesOf(folder).join(", ")} of ${folder} do not end within 10 s`);
}

/** Empty for a process that is gone or a zombie. */
function environmentOf(folder: string): readonly string[] {
  return readOrEmpty(`${folder}/environ`).split("\0");
}

function statusOf(pid: number): string {
  return readOrEmpty(`/proc/${pid}/status`);
}

function readOrEmpty(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  } catch {
    return ""; // ended meanwhile, or not ours to read
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
