import { isAbsolute } from "node:path";
import { getRootDirectory } from "@pulumi/pulumi";

/**
 * The folder of the project's Pulumi.yaml, which paths in the configuration are relative to. An inline program
 * of the Automation API is told a placeholder in its place: there it is the working directory.
 */
export function projectFolder(): string {
  const root = getRootDirectory();
  return isAbsolute(root) ? root : process.cwd();
}
