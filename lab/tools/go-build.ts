import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/model/user-error.ts";
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
  /** Build constraints that hold, with commas between them. @default none */
  readonly tags?: string;
  /**
   * Files of dependencies that the module's own package embeds, by the name it embeds them under.
   * @default none
   */
  readonly embeds?: Readonly<Record<string, DependencyFile>>;
  /**
   * Files of dependencies that others are built in place of, by those: paths from the module's folder. What a file draws in
   * and nothing of ours uses may take most of the time to build.
   * @default none
   */
  readonly standIns?: Readonly<Record<string, DependencyFile>>;
}

/** A file of a module that is required. */
export interface DependencyFile {
  readonly module: string;
  /** From the module's root. */
  readonly file: string;
}

/** A key that changes with everything that affects the result of a build. */
export function buildKey(build: GoBuild): string {
  const hash = createHash("sha256");
  const folder = moduleFolder(build);
  for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(folder, file)));
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".go"))
    .sort()) {
    hash.update(readFileSync(join(folder, file)));
  }
  const { packages, ldflags, tags, standIns = {} } = build;
  for (const [file, of] of Object.entries(standIns)) {
    hash.update(readFileSync(join(folder, file))).update(JSON.stringify(of));
  }
  const constraints = tags === undefined ? [] : [tags];
  hash.update(JSON.stringify([packages, ldflags, process.platform, process.arch, ...constraints]));
  return hash.digest("hex").slice(0, 12);
}

/**
 * Builds the executables into a folder: static, without symbols and paths.
 * @throws {UserError} if Go is missing or too old to fetch the version that the module requires.
 */
export async function buildExecutables(
  build: GoBuild,
  folder: string,
  progress: Progress = () => {},
): Promise<void> {
  await requireGo(Object.keys(build.packages).join(", "));
  const go = (title: string, args: readonly string[]) =>
    run("go", args, {
      cwd: moduleFolder(build),
      env,
      onLine: (line) => progress(`${title}: ${line.replace(/^go: /, "")}`),
    });
  const find = async (module: string) => {
    const { stdout } = await go(module, ["mod", "download", "-json", module]);
    return (JSON.parse(stdout) as { readonly Dir: string }).Dir;
  };
  const scratch = join(folder, ".build");
  await mkdir(scratch);
  const flags = ["-v", "-trimpath", "-ldflags", `-s -w ${build.ldflags}`];
  const { embeds = {}, standIns = {} } = build;
  const links = await linked(standIns, scratch, find);
  if (links.size > 0) flags.push("-modfile", await modfile(build, links, scratch, go));
  const Replace = {
    ...(await placesOf(embeds, moduleFolder(build), find)),
    ...Object.fromEntries(
      Object.entries(standIns).map(([by, { module, file }]) => [
        join(links.get(module) ?? "", file),
        join(moduleFolder(build), by),
      ]),
    ),
  };
  if (Object.keys(Replace).length > 0) {
    const overlay = join(scratch, "overlay.json");
    await writeFile(overlay, JSON.stringify({ Replace }));
    flags.push("-overlay", overlay);
  }
  if (build.tags !== undefined) flags.push("-tags", build.tags);
  for (const [name, goPackage] of Object.entries(build.packages)) {
    await go(name, ["build", ...flags, "-o", join(folder, name), goPackage]);
  }
  await rm(scratch, { recursive: true });
}

/** The user's own Go settings must not change what is built. */
const env = {
  CGO_ENABLED: "0",
  GOFLAGS: "-mod=readonly -buildvcs=false",
  GOTOOLCHAIN: "auto",
  GOWORK: "off",
};

/**
 * The embedded files as an overlay: the compiler sees them in the module's folder, where nothing is copied.
 * @param find the folder of a module's sources
 * @see https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies
 */
async function placesOf(
  embeds: NonNullable<GoBuild["embeds"]>,
  folder: string,
  find: (module: string) => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  const entries = Object.entries(embeds).map(
    async ([name, { module, file }]) => [join(folder, name), join(await find(module), file)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Modules under paths of their own: of what lies in its cache of modules Go takes no other file.
 * @see https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies -overlay
 */
async function linked(
  files: NonNullable<GoBuild["standIns"]>,
  scratch: string,
  find: (module: string) => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  const modules = [...new Set(Object.values(files).map(({ module }) => module))];
  const entries = modules.map(async (module, index) => {
    const link = join(scratch, String(index));
    await symlink(await find(module), link);
    return [module, link] as const;
  });
  return new Map(await Promise.all(entries));
}

/** A go.mod beside which go.sum lies, with these modules at their paths. */
async function modfile(
  build: GoBuild,
  links: ReadonlyMap<string, string>,
  scratch: string,
  go: (title: string, args: readonly string[]) => Promise<unknown>,
): Promise<string> {
  for (const file of ["go.mod", "go.sum"]) {
    await copyFile(join(moduleFolder(build), file), join(scratch, file));
  }
  const file = join(scratch, "go.mod");
  const replacements = [...links].map(([module, link]) => `-replace=${module}=${link}`);
  await go("go.mod", ["mod", "edit", ...replacements, file]);
  return file;
}

/** Why this version of Go cannot build; undefined if it can. */
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
