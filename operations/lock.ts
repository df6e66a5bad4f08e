import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import { UserError } from "../core/model/user-error.ts";

/** A process that may have ended by now. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The kernel's start time of the process, which tells it from a later one with the same pid; Linux only. */
  readonly startTime?: string | undefined;
}

/** Who holds a lock. */
export interface Holder extends ProcessIdentity {
  /** What it runs, for example `make up`. */
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface LockOptions {
  /** What this process runs, for those it keeps out. */
  readonly command: string;
  /** Waits for the holder instead of failing; called once when the wait begins. */
  readonly onWait?: (holder: Holder) => void;
  /**
   * The sentence for a lock that another process holds.
   * @default names the command, its pid and since when it runs
   */
  readonly refusal?: (holder: Holder) => string;
}

/**
 * Runs `work` while holding the lock file. A lock whose process is gone is taken over.
 * @throws {UserError} where another process holds it, unless `onWait` is given
 */
export async function withLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const release = await takeLock(file, options);
  try {
    return await work();
  } finally {
    release();
  }
}

/**
 * Takes the lock for as long as this process runs, or until it is released by the function that comes back.
 * @throws {UserError} as {@link withLock} does
 */
export async function takeLock(file: string, options: LockOptions): Promise<() => void> {
  await mkdir(dirname(file), { recursive: true });
  const self: Holder = { ...thisProcess(), command: options.command, since: new Date().toISOString() };
  let waiting = false;
  for (;;) {
    const holder = tryAcquire(file, self);
    if (holder === undefined) break;
    if (options.onWait === undefined) throw new UserError((options.refusal ?? heldBy)(holder));
    if (!waiting) options.onWait(holder);
    waiting = true;
    await sleep(250);
  }
  const remove = () => rmSync(file, { force: true });
  process.once("exit", remove);
  return () => {
    process.off("exit", remove);
    remove();
  };
}

/** This process, as {@link isAlive} recognizes it later. */
export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startTime: startTimeOf(process.pid) };
}

/** Whether the process still runs. */
export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  const now = startTimeOf(pid);
  if (now !== undefined) return startTime === undefined || startTime === now;
  try {
    process.kill(pid, 0);
    return process.platform !== "linux";
  } catch (error) {
    return isErrno(error, "EPERM");
  }
}

function heldBy(holder: Holder): string {
  return (
    `\`${holder.command}\` runs already (pid ${holder.pid}, since ${holder.since}): ` +
    `wait for it to end, or stop it with \`kill ${holder.pid}\` and try again.`
  );
}

/** Takes the lock, or returns who holds it. */
function tryAcquire(file: string, self: Holder): Holder | undefined {
  const own = `${file}.${self.pid}.${threadId}`;
  writeFileSync(own, JSON.stringify(self));
  try {
    for (;;) {
      try {
        linkSync(own, file); // atomic: fails where the file exists, and the file is never seen half written
        return undefined;
      } catch (error) {
        if (!isErrno(error, "EEXIST")) throw error;
      }
      const holder = readHolder(file);
      if (holder !== undefined && isAlive(holder)) return holder;
      removeStale(file, self, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes a stale lock, unless another process replaced it since it was read. */
function removeStale(file: string, self: Holder, stale: Holder | undefined): void {
  const aside = `${file}.${self.pid}.${threadId}.stale`;
  try {
    renameSync(file, aside);
    const moved = readHolder(aside);
    if (moved !== undefined && moved.pid !== stale?.pid) linkSync(aside, file);
  } catch (error) {
    if (!isErrno(error, "ENOENT") && !isErrno(error, "EEXIST")) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/<pid>/stat; undefined for a process that is gone, or where there is no /proc. */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // a zombie is gone when its last thread is: until then it keeps its files and ports
    const ended = fields[0] === "Z" && readdirSync(`/proc/${pid}/task`).length <= 1;
    return ended ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
