import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../lock.ts";
import { run } from "../process.ts";

/** A running process of a cluster. */
export interface ComponentProcess {
  readonly pid: number;
  /** Name of its executable: `kube-apiserver`. */
  readonly component: string;
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
    .map(({ pid, args, memory }) => ({ pid, component: basename(args[0] ?? ""), memory }));
}

/** Ends processes: SIGTERM, after three seconds SIGKILL; returns when all are gone and their ports are free. */
export async function endProcesses(find: () => Promise<readonly ComponentProcess[]>): Promise<void> {
  const seen = new Map<number, string>();
  const left = () => [...seen].filter(([pid]) => isAlive({ pid }));
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    for (let waited = 0; waited < 3_000; waited += 50) {
      for (const { pid, component } of await find()) {
        if (!seen.has(pid) || (waited === 0 && signal === "SIGKILL")) kill(pid, signal);
        seen.set(pid, component);
      }
      if (left().length === 0) return;
      await sleep(50);
    }
  }
  const names = left().map(([pid, component]) => `${component} (pid ${pid})`);
  throw new Error(`These processes of the lab do not end: ${names.join(", ")}`);
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

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
