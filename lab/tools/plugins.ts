import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { note } from "../console/step.ts";
import { projectRoot } from "../machine/folders.ts";
import { CommandError, run } from "../machine/run.ts";
import { whyUnreachable } from "./download.ts";
import type { Engine } from "./engine.ts";
import {
  type Candidate,
  type Choice,
  chooseSource,
  describeChoice,
  findOnPath,
  type Unavailable,
} from "./source.ts";
import { type Built, ensureBuilt, isBuilt } from "./toolset.ts";
import { pinnedVersion } from "./version.ts";

export type PluginName = "kubernetes" | "random";

interface Found {
  /** What PULUMI_HOME links to; absent where the plugin is in it already. */
  readonly executable?: string;
  readonly version: string;
}

/** Where an installed plugin is looked for. */
export interface Places {
  /** @default ~/.pulumi */
  readonly pulumiHome?: string;
  /** @default PATH */
  readonly path?: string;
}

/**
 * Makes the engine find its resource plugins in its own PULUMI_HOME: the official one installed, else downloaded, else
 * built (Kubernetes) or the lab's stand-in (random, which is no Go module).
 * @param say called with one line for each plugin: which one is used, and why
 */
export async function ensurePlugins(
  engine: Pick<Engine, "path" | "home">,
  say: (line: string) => void = note,
  places: Places = {},
): Promise<void> {
  await ensurePlugin("kubernetes", engine, say, places, { source: "built", get: buildKubernetes });
  await ensurePlugin("random", engine, say, places, { source: "stand-in", get: () => standIn(engine.home) });
}

/** The version that the engine asks for: that of the npm package. */
export function pluginVersion(name: PluginName): string {
  const manifest = join(projectRoot, "node_modules/@pulumi", name, "package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };
  return version.replace(/^v/, "");
}

/** Where the engine looks for a plugin. */
export function pluginFile(pulumiHome: string, name: PluginName): string {
  const folder = `resource-${name}-v${pluginVersion(name)}`;
  return join(pulumiHome, "plugins", folder, executableName(name));
}

async function ensurePlugin(
  name: PluginName,
  engine: Pick<Engine, "path" | "home">,
  say: (line: string) => void,
  places: Places,
  last: Candidate<Found>,
): Promise<void> {
  const choice: Choice<Found> = await chooseSource(`${name} plugin`, [
    { source: "installed", get: async () => findInstalled(name, places) },
    { source: "downloaded", get: () => download(name, engine) },
    last,
  ]);
  const { executable, version } = choice.found;
  if (executable !== undefined) await link(pluginFile(engine.home, name), executable);
  say(describeChoice(`${name} plugin ${version}`, choice));
}

function findInstalled(name: PluginName, { pulumiHome, path }: Places): Found | Unavailable {
  const usual = pluginFile(pulumiHome ?? join(homedir(), ".pulumi"), name);
  const executable = isFile(usual) ? usual : findOnPath(executableName(name), path);
  if (executable !== undefined) return { executable, version: pluginVersion(name) };
  return { unavailable: `no ${executableName(name)} is installed` };
}

/** Where the Pulumi CLI downloads plugins from. */
const releases = "https://get.pulumi.com/releases/plugins/";

/** The engine downloads into its PULUMI_HOME, where the lab puts nothing but links. */
async function download(
  name: PluginName,
  { path, home }: Pick<Engine, "path" | "home">,
): Promise<Found | Unavailable> {
  const version = pluginVersion(name);
  if (isFile(pluginFile(home, name))) return { version };
  if (name === "kubernetes" && isBuilt(kubernetesProvider())) {
    return { unavailable: "the build is in the cache" };
  }
  const unreachable = await whyUnreachable(releases);
  if (unreachable !== undefined) return { unavailable: unreachable };
  const args = ["plugin", "install", "resource", name, `v${version}`, "--reinstall", "--non-interactive"];
  try {
    await run(path, args, {
      env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeout: 5 * 60_000,
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { unavailable: `the download failed: ${error.message.split("\n").at(-1)}` };
  }
  return { version };
}

async function buildKubernetes(): Promise<Found> {
  const provider = kubernetesProvider();
  const executable = join(await ensureBuilt(provider), executableName("kubernetes"));
  return { executable, version: `${pluginVersion("kubernetes")} (${codeDate(provider.version)})` };
}

/** The official provider, named by the version of the npm package, which its Go module has no tag for. */
function kubernetesProvider(): Built {
  const module = "github.com/pulumi/pulumi-kubernetes/provider/v4";
  return {
    title: "Kubernetes provider of Pulumi",
    name: "pulumi-kubernetes",
    version: pinnedVersion("pulumi-kubernetes", module),
    build: {
      module: "tools/pulumi-kubernetes",
      packages: { [executableName("kubernetes")]: "." },
      ldflags: `-X main.version=${pluginVersion("kubernetes")}`,
      standIns: {
        "stand-ins/kinds.go": {
          module: "github.com/pulumi/pulumi-kubernetes/sdk/v4",
          file: "go/kubernetes/yaml/v2/kinds.go",
        },
      },
      embeds: { "schema.json": { module, file: "cmd/pulumi-resource-kubernetes/schema.json" } },
    },
    buildTime: "7 min",
  };
}

/** `its code of 2026-01-15`, from a Go pseudo-version: `v4.0.0-20260115033456-f47bc2d6f199`. */
export function codeDate(pseudoVersion: string): string {
  const [, year, month, day] = /-(?:0\.)?(\d{4})(\d{2})(\d{2})\d{6}-/.exec(pseudoVersion) ?? [];
  return `its code ${year === undefined ? pseudoVersion : `of ${year}-${month}-${day}`}`;
}

/** A launcher for this checkout's stand-in. */
async function standIn(pulumiHome: string): Promise<Found> {
  const executable = join(pulumiHome, "stand-ins", executableName("random"));
  const script = launcher(process.execPath, join(projectRoot, "lab/random-plugin/main.ts"));
  if (!isFile(executable) || readFileSync(executable, "utf8") !== script) {
    await replace(executable, (file) => writeFile(file, script, { mode: 0o755 }));
  }
  return { executable, version: pluginVersion("random") };
}

/** A plugin runs beside an engine and a program: its young objects need not have the 48 MB that a server's may. */
function launcher(node: string, main: string): string {
  const quoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;
  return `#!/bin/sh\nexec ${quoted(node)} --max-semi-space-size=2 ${quoted(main)} "$@"\n`;
}

async function link(file: string, executable: string): Promise<void> {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status?.isSymbolicLink() && readlinkSync(file) === executable) return;
  await replace(file, (temporary) => symlink(executable, temporary));
}

/** Written whole, so that neither an engine nor a second run finds half a file. */
async function replace(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${crypto.randomUUID()}`;
  await write(temporary);
  await rename(temporary, file);
}

function isFile(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function executableName(name: PluginName): string {
  return `pulumi-resource-${name}`;
}
