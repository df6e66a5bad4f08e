import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../operations/command.ts";
import type { Progress } from "../console/step.ts";
import { projectRoot } from "../machine/folders.ts";
import { run } from "../machine/run.ts";
import { findOnPath } from "./source.ts";
import { compareVersions, parseVersion } from "./version.ts";

/** Executables to build from a Go module of this repository, whose go.sum pins every dependency. */
export interface GoBuild {
  /** Folder of the module, from the checkout's root: `tools/etcd`. */
  readonly module: string;
  /** Package of each executable, by the executable's name. */
  readonly packages: Readonly<Record<string, string>>;
  /** Linker flags beside `-s -w`, mostly `-X` with the version. */
  readonly ldflags: string;
}

/** Changes whenever anything changes that decides what comes out of a build. */
export function buildKey(build: GoBuild): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(moduleFolder(build), file)));
  hash.update(JSON.stringify([build.packages, build.ldflags, process.platform, process.arch]));
  return hash.digest("hex").slice(0, 12);
}

/**
 * Builds the executables into a folder: static, without symbols and paths.
 * @throws {UserError} where Go is missing or too old to fetch the version that the module asks for.
 */
export async function buildExecutables(
  build: GoBuild,
  folder: string,
  progress: Progress = () => {},
): Promise<void> {
  await requireGo(Object.keys(build.packages).join(", "));
  for (const [name, goPackage] of Object.entries(build.packages)) {
    await run(
      "go",
      ["build", "-v", "-trimpath", "-ldflags", `-s -w ${build.ldflags}`, "-o", join(folder, name), goPackage],
      {
        cwd: moduleFolder(build),
        // the user's own Go settings must not change what is built
        env: {
          CGO_ENABLED: "0",
          GOFLAGS: "-mod=readonly -buildvcs=false",
          GOTOOLCHAIN: "auto",
          GOWORK: "off",
        },
        onLine: (line) => progress(`${name}: ${line.replace(/^go: /, "")}`),
      },
    );
  }
}

/** Why a Go of this version cannot build; undefined where it can. */
export function whyGoCannotBuild(goVersion: string | undefined): string | undefined {
  if (goVersion === undefined) return "there is no go on PATH";
  const version = parseVersion(goVersion);
  return version !== undefined && compareVersions(version, [1, 21, 0]) >= 0
    ? undefined
    : `${goVersion} is too old`;
}

async function requireGo(what: string): Promise<void> {
  const go = findOnPath("go");
  const version = go && (await run(go, ["version"], { env: { GOTOOLCHAIN: "local" } })).stdout.trim();
  const reason = whyGoCannotBuild(version);
  if (reason === undefined) return;
  throw new UserError(
    `${what} must be built, but ${reason}: install Go 1.21 or newer, which fetches the exact version by itself ` +
      "(Debian 13: `apt-get install golang-go`; Debian 12: the same from bookworm-backports; else https://go.dev/dl).",
  );
}

function moduleFolder(build: GoBuild): string {
  return join(projectRoot, build.module);
}
