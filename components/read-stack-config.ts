import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../core/model/stack.ts";
import { parseStackConfig, parseSwitchedConfig } from "../core/stack/exposure-stack.ts";
import { isEncrypted } from "./is-encrypted.ts";
import { filesOf } from "./project-files.ts";
import { projectFolder } from "./project-folder.ts";

/** The running stack's configuration. @throws ConfigError */
export function readStackConfig(): StackConfig {
  return parseStackConfig(pulumi.runtime.allConfig(), filesOf(projectFolder()), isEncrypted);
}

/** The same for a switch of these services alone. @throws ConfigError if something concerns the switch */
export function readSwitchedConfig(only: ReadonlySet<string>): StackConfig {
  const files = filesOf(projectFolder());
  return parseSwitchedConfig(pulumi.runtime.allConfig(), files, isEncrypted, [...only]).config;
}
