import { listPids, readProc } from "../machine/proc.ts";
import { endProcesses } from "../machine/processes.ts";

/** Set in the environment of every process of a node except containers, which end with the node's init. */
export const marker = "EXPOSURE_LAB_NODE";

/**
 * The processes of a node, seen from the machine. They are known by their environment, not by a pid file: that would be
 * missing after an interrupted start and name a stranger after a reboot.
 */
export function pidsOf(folder: string): readonly number[] {
  return listPids().filter((pid) => readProc(pid, "environ").split("\0").includes(`${marker}=${folder}`));
}

/** The node's init: the marked process that is 1 in its own PID namespace. */
export function initOf(folder: string): number | undefined {
  return pidsOf(folder).find((pid) => innermostPid(readProc(pid, "status")) === 1);
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
    const others = pidsOf(folder).filter((pid) => pid !== init);
    return [...(init === undefined ? [] : [init]), ...others].map((pid) => ({ pid, name: folder }));
  };
  return endProcesses(find, { signals: ["SIGKILL"], patience: 10_000 });
}
