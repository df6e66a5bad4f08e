import * as pulumi from "@pulumi/pulumi";
import type { EdgeConfig } from "../core/model/edge.ts";
import { parseEdgeConfig, parseSwitchedEdge } from "../core/stack/edge-stack.ts";
import { isEncrypted } from "./is-encrypted.ts";
import { filesOf } from "./project-files.ts";
import { projectFolder } from "./project-folder.ts";

/** The running stack's configuration. @throws ConfigError */
export function readEdgeConfig(): EdgeConfig {
  return parseEdgeConfig(pulumi.runtime.allConfig(), filesOf(projectFolder()), isEncrypted);
}

/** The same for a switch of these services alone. @throws ConfigError if something concerns the switch */
export function readSwitchedEdge(only: ReadonlySet<string>): EdgeConfig {
  const files = filesOf(projectFolder());
  return parseSwitchedEdge(pulumi.runtime.allConfig(), files, isEncrypted, [...only]).config;
}
