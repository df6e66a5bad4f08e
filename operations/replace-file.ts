import { randomUUID } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { isErrno } from "../core/model/errno.ts";
import { messageOf, UserError } from "../core/model/user-error.ts";

/**
 * Replaces the text of a file in one step: other processes see the old text or the new one, and a full disk leaves the old
 * one. Mode, owner and a symbolic link to the file stay. Nothing else runs in this process meanwhile, signal handlers
 * included.
 * @param before what the file must hold; an edit made since it was read is not lost
 * @throws {UserError} where it holds anything else, or cannot be written
 */
export function replaceFile(file: string, before: string, after: string): void {
  let temporary: string | undefined;
  try {
    const target = realpathSync(file);
    temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
    writeBeside(target, temporary, after);
    // As late as can be: an editor takes no lock.
    if (readFileSync(target, "utf8") !== before) {
      throw new UserError(`${file} was changed while this command read it: run the command again`);
    }
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be written: ${messageOf(error)}`);
  }
}

/** Writes to the disk itself, so that a full one is noticed here. */
function writeBeside(target: string, temporary: string, text: string): void {
  const { mode, uid, gid } = statSync(target);
  const descriptor = openSync(temporary, "wx", 0o600);
  try {
    writeFileSync(descriptor, text);
    keepOwner(descriptor, uid, gid);
    fchmodSync(descriptor, mode & 0o7777);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Only root may give a file away; anyone else keeps the group where possible, as with an editor. */
function keepOwner(descriptor: number, uid: number, gid: number): void {
  for (const owner of [uid, process.getuid?.() ?? uid]) {
    try {
      fchownSync(descriptor, owner, gid);
      return;
    } catch (error) {
      if (!isErrno(error, "EPERM")) throw error;
    }
  }
}
