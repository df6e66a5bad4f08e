import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { ProjectFiles } from "../core/config/project-files.ts";
import { isErrno } from "../core/model/errno.ts";
import { readTextFile, unreadable } from "./text-file.ts";

/** The files below a folder. */
export function filesOf(root: string): ProjectFiles {
  return {
    list: (folder) => unlessMissing(folder, () => readdirSync(resolve(root, folder))),
    read: (file) => unlessMissing(file, () => readTextFile(resolve(root, file), file)),
  };
}

/** Undefined for a file that is missing, or a folder. */
function unlessMissing<T>(path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR", "EISDIR")) return undefined;
    throw unreadable(path, error);
  }
}
