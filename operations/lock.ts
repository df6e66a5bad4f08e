import { randomUUID } from "node:crypto";
import {
  linkSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import { isErrno } from "../core/model/errno.ts";
import { UserError } from "../core/model/user-error.ts";

/** A process that may have ended by now. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The kernel's start time of the process, which tells it from a later one with the same pid; Linux only. */
  readonly startTime?: string | undefined;
}

/** Who holds a lock. */
export interface Holder extends ProcessIdentity {
  /** The machine, and the pid namespace on it, in which the pid means this process. */
  readonly place: string;
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
  readonly refusal?: (holder: Holder, file: string) => string;
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
  const mark = JSON.stringify({
    ...thisProcess(),
    place: thisPlace(),
    command: options.command,
    since: new Date().toISOString(),
  } satisfies Holder);
  let waiting = false;
  for (;;) {
    const holder = await tryAcquire(file, mark);
    if (holder === undefined) break;
    if (options.onWait === undefined) throw new UserError((options.refusal ?? heldBy)(holder, file));
    if (!waiting) options.onWait(holder);
    waiting = true;
    await sleep(250);
  }
  const remove = () => {
    // Another's mark is there where somebody has removed this one by hand.
    if (readMark(file) === mark) rmSync(file, { force: true });
  };
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

/** Whether a holder's pid says anything here: another machine or container counts its processes by itself. */
export function isElsewhere({ place }: Holder): boolean {
  return place !== thisPlace();
}

function heldBy(holder: Holder, file: string): string {
  const runs = `\`${holder.command}\` runs already (pid ${holder.pid}`;
  if (isElsewhere(holder)) {
    return `${runs} at ${holder.place}, since ${holder.since}): wait for it to end; if it is gone, remove ${file} and try again.`;
  }
  return (
    `${runs}, since ${holder.since}): ` +
    `wait for it to end, or stop it with \`kill ${holder.pid}\` and try again.`
  );
}

/** Takes the lock, or returns who holds it. */
async function tryAcquire(file: string, mark: string): Promise<Holder | undefined> {
  const candidate = `${file}.${process.pid}.${threadId}.${randomUUID()}`;
  writeFileSync(candidate, mark, { flag: "wx" });
  try {
    for (;;) {
      try {
        linkSync(candidate, file); // atomic: fails where the file exists, and the file is never seen half written
        return undefined;
      } catch (error) {
        if (!isErrno(error, "EEXIST")) throw error;
      }
      const found = readMark(file);
      if (found === undefined) continue; // released meanwhile
      const holder = holderOf(found);
      if (holder !== undefined && (isElsewhere(holder) || isAlive(holder))) return holder;
      if (await replaceStale(file, found, candidate)) return undefined;
    }
  } finally {
    rmSync(candidate, { force: true });
  }
}

/**
 * Puts a mark of one's own in the place of a stale one; whether that was done. Of several that have seen the stale one,
 * a second lock lets one at a time look again and replace it, and the others find the new mark. Should one die at that,
 * its lock is stale in turn.
 */
async function replaceStale(file: string, stale: string, candidate: string): Promise<boolean> {
  const nextMark = readFileSync(candidate, "utf8");
  const guard = `${file}.stale`;
  for (;;) {
    const holder = await tryAcquire(guard, nextMark);
    if (holder === undefined) break;
    if (isElsewhere(holder)) throw new UserError(heldBy(holder, guard));
    await sleep(1);
  }
  try {
    if (readMark(file) !== stale) return false;
    renameSync(candidate, file);
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

/** What a lock file holds; undefined where there is none. */
function readMark(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Undefined for what {@link takeLock} has not written: it counts as stale. */
function holderOf(mark: string): Holder | undefined {
  try {
    const { pid, startTime, place, command, since } = JSON.parse(mark) as Partial<Holder>;
    const complete = [place, command, since].every((text) => typeof text === "string");
    if (!complete || !Number.isInteger(pid)) return undefined;
    if (process.platform === "linux" && typeof startTime !== "string") return undefined;
    return { pid, startTime, place, command, since } as Holder;
  } catch {
    return undefined;
  }
}

/** Where this process's pid means something: with several containers, one checkout may be seen from many. */
function thisPlace(): string {
  try {
    return `${hostname()} (${readlinkSync("/proc/self/ns/pid")})`;
  } catch {
    return hostname();
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
