import { readFileSync } from "node:fs";
import { projectRoot } from "../machine/folders.ts";

export type Version = readonly [major: number, minor: number, patch: number];

/** The first `1.2.3` (or `1.2`) in a text, such as the output of a `--version` flag; undefined where there is none. */
export function parseVersion(text: string): Version | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** Negative where `a` is older than `b`, 0 where they are equal. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/**
 * The version of a module that a `go.mod` below `tools/` pins, with its `v`. Versions are written nowhere else.
 * @throws Error if the module is not required there
 */
export function pinnedVersion(tool: string, module: string): string {
  const file = `tools/${tool}/go.mod`;
  const pinned = findRequirement(readFileSync(`${projectRoot}/${file}`, "utf8"), module);
  if (pinned === undefined) throw new Error(`${file} does not require ${module}`);
  return pinned;
}

/** The version a `go.mod` requires of a module. */
export function findRequirement(goMod: string, module: string): string | undefined {
  for (const line of goMod.split("\n")) {
    const [path, version] = line
      .replace(/^require\s/, "")
      .trim()
      .split(/\s+/);
    if (path === module && version?.startsWith("v")) return version;
  }
  return undefined;
}
