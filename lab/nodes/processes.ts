import { existsSync, readdirSync, readFileSync } from "node:fs";
import { endProcesses } from "../machine/processes.ts";

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
export function endNode(folder: string): Promise<void> {
  const find = () => {
    const init = initOf(folder);
    const others = processesOf(folder).filter((pid) => pid !== init);
    return [...(init === undefined ? [] : [init]), ...others].map((pid) => ({ pid, name: folder }));
  };
  return endProcesses(find, { signals: ["SIGKILL"], patience: 10_000 });
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
