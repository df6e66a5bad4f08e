import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../../core/model/user-error.ts";

/**
 * Fails where a file system has too little room.
 * @param folder in it, perhaps not there yet
 * @param needed bytes
 * @param what needs them, as the subject of a sentence
 * @throws {UserError} with how much there is, and how much is needed
 */
export async function requireSpace(
  folder: string,
  needed: number,
  what: string,
  free: (folder: string) => Promise<number> = freeBytes,
): Promise<void> {
  const bytes = await free(existing(folder));
  if (bytes >= needed) return;
  throw new UserError(
    `${what} needs ${gigabytes(needed)} in ${folder}, and only ${gigabytes(bytes)} are free: make room there.`,
  );
}

/** What an ordinary user may still write to a folder's file system. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Whether a message says that a disk is full. */
export function saysDiskFull(message: string): boolean {
  return /ENOSPC|no space left on device|disk quota exceeded/i.test(message);
}

function existing(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : existing(dirname(folder));
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
