import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../core/model/user-error.ts";
import { note, step } from "../console/step.ts";
import { cacheRoot, ensureFolder } from "../machine/folders.ts";
import { run } from "../machine/run.ts";
import { type Download, downloadExecutable, whyUnreachable } from "./download.ts";
import { buildExecutables, buildKey, type GoBuild } from "./go-build.ts";
import { chooseSource, describeChoice, findOnPath, type Unavailable } from "./source.ts";
import { compareVersions, parseVersion, type Version } from "./version.ts";

/** Executables that a Go module of this repository builds. */
export interface Built {
  /** The name shown to users: `Kubernetes`. */
  readonly title: string;
  /** Folder name in the cache. */
  readonly name: string;
  /** Pinned version, with its `v`. */
  readonly version: string;
  readonly build: GoBuild;
  /** Roughly how long the first build takes on two cores. */
  readonly buildTime: string;
  /** Folder of the executables within the build's own. @default none */
  readonly subfolder?: string;
}

/** Executables that belong together and come from one source. */
export interface Toolset extends Built {
  /** The executable asked for its version by `--version`; the set's version is its version. */
  readonly speaker: string;
  /** Whether an installed version can be used in place of the pinned one. */
  readonly accepts: (installed: Version, pinned: Version) => boolean;
  /** Address of an executable's official release; absent if there is none for this machine. */
  readonly release?: ((executable: string) => Download) | undefined;
}

/** Absolute path of each executable of a set. */
export type Executables = Readonly<Record<string, string>>;

interface Found {
  readonly executables: Executables;
  readonly version: string;
}

/** Gets a toolset (installed, else downloaded, else built) and says in one line which. */
export async function ensureToolset(toolset: Toolset): Promise<Executables> {
  const choice = await chooseSource<Found>(toolset.title, [
    { source: "PATH", get: () => findInstalled(toolset) },
    { source: "downloaded", get: () => download(toolset) },
    { source: "built", get: async () => found(await ensureBuilt(toolset), toolset) },
  ]);
  note(describeChoice(`${toolset.title} ${choice.found.version}`, choice));
  return choice.found.executables;
}

async function findInstalled(toolset: Toolset): Promise<Found | Unavailable> {
  const names = Object.keys(toolset.build.packages);
  const paths = names.map((name) => [name, findOnPath(name)] as const);
  const missing = paths.filter(([, path]) => path === undefined).map(([name]) => name);
  if (missing.length > 0) return { unavailable: `no ${missing[0]} on PATH` };
  const executables = Object.fromEntries(paths) as Executables;
  const { stdout } = await run(executables[toolset.speaker] ?? toolset.speaker, ["--version"]);
  const version = parseVersion(stdout);
  const pinned = parseVersion(toolset.version);
  if (version && pinned && toolset.accepts(version, pinned))
    return { executables, version: `v${version.join(".")}` };
  return { unavailable: `the one on PATH is ${stdout.split("\n")[0]}` };
}

async function download(toolset: Toolset): Promise<Found | Unavailable> {
  const folder = join(cacheRoot(), toolset.name, `${toolset.version}-official`);
  if (existsSync(folder)) return found(folder, toolset);
  const { release } = toolset;
  if (release === undefined) return { unavailable: "no official executables to download" };
  if (isBuilt(toolset)) return { unavailable: "the build is in the cache" };
  const unreachable = await whyUnreachable(release(toolset.speaker).url);
  if (unreachable !== undefined) return { unavailable: unreachable };
  try {
    await step(`Downloading ${toolset.title} ${toolset.version}`, (progress) =>
      ensureFolder(folder, async (temporary) => {
        for (const name of Object.keys(toolset.build.packages)) {
          progress(name);
          await downloadExecutable(release(name), join(temporary, name));
        }
      }),
    );
  } catch (error) {
    return { unavailable: `the download failed: ${messageOf(error)}` };
  }
  return found(folder, toolset);
}

/** The folder of the built executables, which are built unless the cache has them for these sources. */
export async function ensureBuilt(built: Built): Promise<string> {
  const { title, version, build, buildTime, subfolder = "." } = built;
  const folder = buildFolder(built);
  if (!existsSync(folder)) {
    await step(`Building ${title} ${version} (about ${buildTime} the first time)`, (progress) =>
      ensureFolder(
        folder,
        async (temporary) => {
          await mkdir(join(temporary, subfolder), { recursive: true });
          await buildExecutables(build, join(temporary, subfolder), progress);
        },
        () => progress("another process builds it"),
      ),
    );
  }
  return join(folder, subfolder);
}

/** Whether the cache has the build: nothing is downloaded in its place. */
export function isBuilt(built: Built): boolean {
  return existsSync(buildFolder(built));
}

function buildFolder({ name, version, build }: Built): string {
  return join(cacheRoot(), name, `${version}-${buildKey(build)}`);
}

function found(folder: string, { version, build }: Toolset): Found {
  const names = Object.keys(build.packages);
  return { version, executables: Object.fromEntries(names.map((name) => [name, join(folder, name)])) };
}

/** Accepts installed versions of the pinned major and minor version. */
export function sameMinor(installed: Version, pinned: Version): boolean {
  return installed[0] === pinned[0] && installed[1] === pinned[1];
}

/** Accepts installed versions of the pinned major version that are not older than the given one. */
export function atLeast(oldest: Version): (installed: Version, pinned: Version) => boolean {
  return (installed, pinned) => installed[0] === pinned[0] && compareVersions(installed, oldest) >= 0;
}
