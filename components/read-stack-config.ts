import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectFiles } from "../core/config/project-files.ts";
import { isErrno } from "../core/model/errno.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { parseStackConfig, parseSwitchedConfig } from "../core/stack/exposure-stack.ts";
import { isEncrypted } from "./is-encrypted.ts";
import { projectFolder } from "./project-folder.ts";
import { readTextFile, unreadable } from "./text-file.ts";

/** The running stack's configuration. @throws ConfigError */
export function readStackConfig(): StackConfig {
  return parseStackConfig(pulumi.runtime.allConfig(), filesOf(projectFolder()), isEncrypted);
}

/** The same for a switch of these services alone. @throws ConfigError if something concerns the switch */
export function readSwitchedConfig(only: ReadonlySet<string>): StackConfig {
  const files = filesOf(projectFolder());
  return parseSwitchedConfig(pulumi.runtime.allConfig(), files, isEncrypted, [...only]).config;
}

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
