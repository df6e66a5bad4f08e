import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { LabProcess } from "../machine/processes.ts";
import { run } from "../machine/run.ts";

/** A running process of a cluster, by the name of its executable: `kube-apiserver`. */
export interface ComponentProcess extends LabProcess {
  /** Resident memory in bytes; 0 where it cannot be read. */
  readonly memory: number;
}

/** What runs as long as a cluster is up. */
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
 * The processes of the cluster whose files lie in `folder`. They are known by their command lines, not by pid
 * files: those are missing after an interrupted start and name strangers after a reboot.
 */
export async function processesOf(folder: string): Promise<readonly ComponentProcess[]> {
  const all = process.platform === "linux" ? readProc() : await listByPs();
  return all
    .filter(({ args }) => executables.includes(basename(args[0] ?? "")))
    .filter(({ args }) => args.some((arg) => arg.includes(`${folder}/`)))
    .map(({ pid, args, memory }) => ({ pid, name: basename(args[0] ?? ""), memory }));
}

interface Listed {
  readonly pid: number;
  readonly args: readonly string[];
  readonly memory: number;
}

function readProc(): Listed[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        // empty for a zombie, which is as good as gone
        const args = readFileSync(`/proc/${entry}/cmdline`, "utf8").split("\0").slice(0, -1);
        const rss = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${entry}/status`, "utf8"))?.[1];
        return [{ pid: Number(entry), args, memory: Number(rss ?? 0) * 1024 }];
      } catch {
        return []; // ended meanwhile
      }
    });
}

async function listByPs(): Promise<Listed[]> {
  const { stdout } = await run("ps", ["-axo", "pid=,rss=,args="]);
  return stdout.split("\n").flatMap((line) => {
    const [pid, rss, ...args] = line.trim().split(/\s+/);
    return args.length === 0 ? [] : [{ pid: Number(pid), args, memory: Number(rss) * 1024 }];
  });
}
