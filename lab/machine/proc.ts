import { readdirSync, readFileSync } from "node:fs";

/** The pids of every process there is (Linux). */
export function listPids(proc = "/proc"): readonly number[] {
  return readdirSync(proc)
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
}

/** A file of a process, such as `status`; empty where the process has ended, is a zombie, or is not ours to read. */
export function readProc(pid: number, file: string, proc = "/proc"): string {
  try {
    return readFileSync(`${proc}/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
