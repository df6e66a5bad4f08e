import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { messageOf, UserError } from "../core/model/user-error.ts";

/** The largest file that is read: ten thousand services take two to three MiB. */
export const mostBytes = 8 * 1024 * 1024;

/**
 * The text of a regular file. Neither a pipe nor a device is waited for.
 * @param name of the file as its user wrote it
 * @throws {UserError} for another kind of file, one of more than {@link mostBytes}, and one that is not UTF-8; the
 *   system's own error where it cannot be opened
 */
export function readTextFile(path: string, name: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = fstatSync(file);
    if (found.isDirectory()) throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
    if (!found.isFile())
      throw new UserError(`${name} is a pipe, a socket or a device: expected a regular file`);
    const bytes = readAtMost(file, found.size, mostBytes + 1);
    if (bytes.length > mostBytes) {
      throw new UserError(
        `${name} is larger than ${mostBytes / 1024 / 1024} MiB, the most that is read of a file`,
      );
    }
    return textOf(bytes, name);
  } finally {
    closeSync(file);
  }
}

/** A sentence for a file that cannot be read; one that says so already stays as it is. */
export function unreadable(name: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  return new UserError(`${name} cannot be read: ${words.get(code ?? "") ?? messageOf(error)}`);
}

const words: ReadonlyMap<string, string> = new Map([
  ["ELOOP", "its links lead to each other"],
  ["EACCES", "permission denied"],
  ["ENXIO", "it is a pipe, a socket or a device"],
]);

/** Of a file that grows while it is read, no more than this. A catalogue has thousands of small files. */
function readAtMost(file: number, size: number, most: number): Buffer {
  let bytes = Buffer.allocUnsafe(Math.min(size + 1, most));
  let filled = 0;
  while (filled < most) {
    if (filled === bytes.length) bytes = Buffer.concat([bytes], Math.min(2 * filled, most));
    const count = readSync(file, bytes, filled, bytes.length - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function textOf(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(`${name} is not UTF-8 text`);
  }
}
