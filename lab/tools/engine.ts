import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { version as sdkVersion } from "@pulumi/pulumi/version.js";
import { messageOf } from "../../core/model/user-error.ts";
import { note, step } from "../console/step.ts";
import { cacheRoot, ensureFolder } from "../machine/folders.ts";
import { run } from "../machine/run.ts";
import { whyUnreachable } from "./download.ts";
import { chooseSource, describeChoice, findOnPath, type Source, type Unavailable } from "./source.ts";
import { type Built, ensureBuilt, isBuilt } from "./toolset.ts";
import { compareVersions, parseVersion, pinnedVersion } from "./version.ts";

/** A Pulumi engine that can run the program. */
export interface Engine {
  /** What the Automation API drives. */
  readonly command: PulumiCommand;
  /** Absolute path of the executable. */
  readonly path: string;
  /** With its `v`. */
  readonly version: string;
  readonly source: Source;
  /** PULUMI_HOME of the lab: plugins and settings, apart from the user's ~/.pulumi. */
  readonly home: string;
}

interface Found {
  readonly path: string;
  readonly version: string;
}

const pinned = pinnedVersion("pulumi", "github.com/pulumi/pulumi/pkg/v3");

/** Gets the engine (a `pulumi` on PATH, else the official one, else built from its Go module) and says which. */
export async function ensureEngine(): Promise<Engine> {
  const choice = await chooseSource<Found>("Pulumi engine", [
    { source: "PATH", get: findInstalled },
    { source: "downloaded", get: download },
    {
      source: "built",
      get: async () => ({ path: join(await ensureBuilt(built), "pulumi"), version: pinned }),
    },
  ]);
  const { path, version } = choice.found;
  note(describeChoice(`Pulumi engine ${version}`, choice));
  const home = join(cacheRoot(), "engine-home");
  await mkdir(home, { recursive: true });
  // the Automation API looks for bin/pulumi below a root, or for pulumi on PATH
  const command = await PulumiCommand.get(choice.source === "PATH" ? {} : { root: join(path, "..", "..") });
  return { command, path, version, source: choice.source, home };
}

/**
 * Why an installed engine cannot be used; undefined if it can. The oldest usable one is the pinned minor version:
 * no older one has run this program.
 */
export function whyEngineUnusable(reported: string, oldest: string = pinned): string | undefined {
  const installed = parseVersion(reported);
  const [major = 0, minor = 0] = parseVersion(oldest) ?? [];
  if (installed === undefined) return `the pulumi on PATH says ${JSON.stringify(reported)} for its version`;
  if (installed[0] !== major) return `the pulumi on PATH is ${reported}, the SDK is for ${major}.x`;
  if (compareVersions(installed, [major, minor, 0]) >= 0) return undefined;
  return `the pulumi on PATH is ${reported}, older than ${oldest}, the oldest this program was tested with`;
}

async function findInstalled(): Promise<Found | Unavailable> {
  const path = findOnPath("pulumi");
  if (path === undefined) return { unavailable: "no pulumi on PATH" };
  const version = (await run(path, ["version"], { env: { PULUMI_SKIP_UPDATE_CHECK: "true" } })).stdout.trim();
  const reason = whyEngineUnusable(version);
  return reason === undefined ? { path, version } : { unavailable: reason };
}

async function download(): Promise<Found | Unavailable> {
  const folder = join(cacheRoot(), "pulumi", `v${sdkVersion}-official`);
  const found = { path: join(folder, "bin", "pulumi"), version: `v${sdkVersion}` };
  if (existsSync(folder)) return found;
  if (isBuilt(built)) return { unavailable: "the build is in the cache" };
  const unreachable = await whyUnreachable("https://get.pulumi.com/install.sh");
  if (unreachable !== undefined) return { unavailable: unreachable };
  try {
    await step(`Downloading Pulumi engine v${sdkVersion}`, () =>
      ensureFolder(folder, async (root) => {
        await PulumiCommand.install({ root }); // the official install script; without a version that of the SDK
      }),
    );
  } catch (error) {
    return { unavailable: `the download failed: ${messageOf(error)}` };
  }
  return found;
}

const built: Built = {
  title: "Pulumi engine",
  name: "pulumi",
  version: pinned,
  subfolder: "bin", // below the root that PulumiCommand is given
  build: {
    module: "tools/pulumi",
    packages: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
    ldflags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${pinned}`,
  },
  buildTime: "4 min",
};
