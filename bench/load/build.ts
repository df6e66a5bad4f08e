import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot, ensureFolder } from "../../lab/machine/folders.ts";
import { buildExecutables, type GoBuild } from "../../lab/tools/go-build.ts";

const sources = import.meta.dirname;
const build: GoBuild = { module: "bench/load", packages: { load: "." }, ldflags: "" };

/**
 * Absolute path of the load generator, built where the cache has none of these sources.
 * @throws {UserError} where Go is missing.
 */
export async function ensureLoadGenerator(): Promise<string> {
  const folder = join(cacheRoot(), "load", sourceKey());
  await ensureFolder(folder, (temporary) => buildExecutables(build, temporary));
  return join(folder, "load");
}

/** The generator has no dependencies: its own sources decide what comes out. */
function sourceKey(): string {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const name of readdirSync(sources).sort()) {
    if (name === "go.mod" || (name.endsWith(".go") && !name.endsWith("_test.go"))) {
      hash.update(name).update(readFileSync(join(sources, name)));
    }
  }
  return hash.digest("hex").slice(0, 12);
}
