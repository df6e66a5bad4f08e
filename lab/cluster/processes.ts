import { basename } from "node:path";
import { listPids, readProc } from "../machine/proc.ts";
import type { LabProcess } from "../machine/processes.ts";
import { run } from "../machine/run.ts";

/** Executables that run while a cluster is up. */
export const components = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok-controller",
] as const;

/** Also those that only set it up, so that an interrupted start is stopped completely. */
const executables: readonly string[] = [...components, "kwokctl", "kubectl"];

/**
 * The processes of the cluster whose files lie in `folder`, by the names of their executables. They are known by their
 * command lines, not by pid files: those are missing after an interrupted start and name strangers after a reboot.
 */
export async function processesOf(folder: string): Promise<readonly LabProcess[]> {
  const all = process.platform === "linux" ? listByProc() : await listByPs();
  return all
    .filter(({ args }) => executables.includes(basename(args[0] ?? "")))
    .filter(({ args }) => args.some((arg) => arg.includes(`${folder}/`)))
    .map(({ pid, args }) => ({ pid, name: basename(args[0] ?? "") }));
}

interface Listed {
  readonly pid: number;
  readonly args: readonly string[];
}

function listByProc(): Listed[] {
  // a zombie has no arguments, and counts as ended
  return listPids().map((pid) => ({ pid, args: readProc(pid, "cmdline").split("\0").slice(0, -1) }));
}

async function listByPs(): Promise<Listed[]> {
  const { stdout } = await run("ps", ["-axo", "pid=,args="]);
  return stdout.split("\n").map((line) => {
    const [pid, ...args] = line.trim().split(/\s+/);
    return { pid: Number(pid), args };
  });
}
