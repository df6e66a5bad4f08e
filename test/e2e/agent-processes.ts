import { readlinkSync } from "node:fs";
import { logMount } from "../../core/controllers/nginx/log-directory.ts";
import { names } from "../../core/model/names.ts";
import { listPids, readProc } from "../../lab/machine/proc.ts";
import type { RealNode } from "../../lab/nodes/plan.ts";
import { initOf } from "../../lab/nodes/processes.ts";

/**
 * The processes of a class' logrotate agent on a node, by their pids on this machine. They are found by the PID namespace,
 * the node's own (agents run with hostPID), by their command, and by the directory that is mounted for the logs.
 */
export function agentProcesses(node: RealNode, className: string): readonly number[] {
  const init = initOf(node.folder);
  const namespace = init === undefined ? undefined : pidNamespace(init);
  if (namespace === undefined) throw new Error(`${node.name} is not running`);
  return listPids().filter(
    (pid) => isAgent(pid) && pidNamespace(pid) === namespace && worksIn(pid, className),
  );
}

function isAgent(pid: number): boolean {
  return readProc(pid, "cmdline") === "/logrotate\0run\0";
}

/** The fourth word of a mount is the mounted directory, the fifth where it lies. */
function worksIn(pid: number, className: string): boolean {
  return readProc(pid, "mountinfo")
    .split("\n")
    .map((line) => line.split(" "))
    .some(([, , , root, at]) => at === logMount && root?.endsWith(names.logDirectory(className)));
}

function pidNamespace(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined; // it has ended
  }
}
