import * as pulumi from "@pulumi/pulumi";
import { isEncrypted } from "../config/is-encrypted.ts";
import { filesOf } from "../config/read-stack-config.ts";
import { projectFolder } from "../project-folder.ts";
import type { EdgeConfig } from "./model.ts";
import { parseEdgeConfig } from "./parse-edge-config.ts";

/** The running stack's configuration. @throws ConfigError */
export function readEdgeConfig(): EdgeConfig {
  return parseEdgeConfig(pulumi.runtime.allConfig(), filesOf(projectFolder()), isEncrypted);
}
