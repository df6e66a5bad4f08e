import * as pulumi from "@pulumi/pulumi";
import type { EdgeConfig } from "../core/model/edge.ts";
import { parseEdgeConfig } from "../core/stack/edge-stack.ts";
import { isEncrypted } from "./is-encrypted.ts";
import { projectFolder } from "./project-folder.ts";
import { filesOf } from "./read-stack-config.ts";

/** The running stack's configuration. @throws ConfigError */
export function readEdgeConfig(): EdgeConfig {
  return parseEdgeConfig(pulumi.runtime.allConfig(), filesOf(projectFolder()), isEncrypted);
}
