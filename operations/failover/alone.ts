import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperationError } from "../command.ts";

/**
 * Works on a stack file while nobody else on this machine does: of two runs at a time, the one would write the file
 * from what it read before the other wrote.
 * @throws {OperationError} where another run is at it
 */
export async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const mark = join(
    tmpdir(),
    `exposure-failover-${createHash("sha256").update(file).digest("hex").slice(0, 16)}`,
  );
  const holder = await take(mark);
  if (holder !== undefined) {
    throw new OperationError(
      `another run of this command (process ${holder}) works on ${file}: wait for it to end and run this one again; nothing was switched`,
    );
  }
  try {
    return await work();
  } finally {
    await rm(mark, { force: true });
  }
}

/** Takes the mark, also from a process that is gone; else who has it. */
async function take(mark: string): Promise<number | undefined> {
  try {
    await writeFile(mark, String(process.pid), { flag: "wx" });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const holder = Number(await readFile(mark, "utf8").catch(() => ""));
  if (isAlive(holder)) return holder;
  await rm(mark, { force: true });
  return take(mark);
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
