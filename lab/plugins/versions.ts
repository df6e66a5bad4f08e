import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGES = join(dirname(fileURLToPath(import.meta.url)), "../../node_modules/@pulumi");

export type PluginName = "kubernetes" | "random";

/** The plugin version the engine asks for: that of the installed npm package. */
export function pluginVersion(name: PluginName): string {
  const manifest = JSON.parse(readFileSync(join(PACKAGES, name, "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version.replace(/^v/, "");
}
