import { lstatSync, readFileSync } from "node:fs";
import { chmod, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError, run } from "../machine/run.ts";
import { type PluginName, pluginVersion } from "../plugins/versions.ts";
import { whyUnreachable } from "./download.ts";
import { findOnPath } from "./source.ts";

export interface Plugin {
  readonly name: PluginName;
  /** Without `v`: that of the npm package. */
  readonly version: string;
  readonly source: "installed" | "downloaded" | "stand-in";
}

export interface EnsurePluginsOptions {
  /** Path of the pulumi executable. */
  readonly pulumi: string;
  /** What the engine runs with as PULUMI_HOME: plugins end up in `plugins/` below it. */
  readonly pulumiHome: string;
  /** Told one line for each plugin: which one serves, and why. */
  readonly log: (line: string) => void;
}

const NAMES: readonly PluginName[] = ["kubernetes", "random"];

/** Where the Pulumi CLI downloads plugins from. */
const RELEASES = "https://get.pulumi.com/releases/plugins/";
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/** Makes the engine find its plugins: the official one installed, else downloaded, else the lab's stand-in. */
export async function ensurePlugins({
  pulumi,
  pulumiHome,
  log,
}: EnsurePluginsOptions): Promise<readonly Plugin[]> {
  const versions = NAMES.map((name) => ({ name, version: pluginVersion(name) }));
  const missing: typeof versions = [];
  for (const plugin of versions) {
    if (!(await linkInstalled(plugin.name, plugin.version, pulumiHome))) missing.push(plugin);
  }
  const closed = missing.length > 0 ? await whyUnreachable(RELEASES, 3_000) : undefined;
  const plugins: Plugin[] = [];
  for (const { name, version } of versions) {
    const found = !missing.some((plugin) => plugin.name === name);
    const refused = found ? undefined : (closed ?? (await download(pulumi, pulumiHome, name, version)));
    const source = found ? "installed" : refused === undefined ? "downloaded" : "stand-in";
    if (source === "stand-in") await writeStandIn(name, pulumiHome);
    const why =
      source === "stand-in" ? ` of the lab (the official one is not installed, and ${refused})` : "";
    log(`${name} plugin ${version}: ${source}${why}`);
    plugins.push({ name, version, source });
  }
  return plugins;
}

/** Puts a launcher for this checkout's stand-in where the engine looks for the official plugin. */
export async function writeStandIn(name: PluginName, pulumiHome: string): Promise<void> {
  const folder = pluginFolder(pulumiHome, name, pluginVersion(name));
  const launcher = join(folder, executableName(name));
  const content = launcherScript(
    process.execPath,
    fileURLToPath(new URL(`${name}/main.ts`, import.meta.url)),
  );
  if (readText(launcher) === content) return;
  // a folder linked to an official plugin that is gone
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) await rm(folder, { force: true });
  await mkdir(folder, { recursive: true });
  const temporary = `${launcher}.${process.pid}`;
  await writeFile(temporary, content);
  await chmod(temporary, 0o755);
  await rename(temporary, launcher); // neither an engine nor a second run ever finds half a script
}

const MARK = "# Written by the lab: its stand-in for the official plugin.";

/** A plugin lives beside an engine and a program: its young objects need not have the 48 MB that a server's may. */
const smallHeap = "--max-semi-space-size=2";

function launcherScript(node: string, main: string): string {
  const quoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;
  return `#!/bin/sh\n${MARK}\nexec ${quoted(node)} ${smallHeap} ${quoted(main)} "$@"\n`;
}

export function isStandIn(executable: string): boolean {
  return readText(executable)?.split("\n")[1] === MARK;
}

/** Whether the official plugin is there; one outside of PULUMI_HOME is linked into it. */
async function linkInstalled(name: PluginName, version: string, pulumiHome: string): Promise<boolean> {
  const executable = executableName(name);
  const own = pluginFolder(pulumiHome, name, version);
  if (isOfficial(join(own, executable))) return true;
  const usual = pluginFolder(join(homedir(), ".pulumi"), name, version);
  if (usual !== own && isOfficial(join(usual, executable))) {
    await rm(own, { recursive: true, force: true });
    await mkdir(join(pulumiHome, "plugins"), { recursive: true });
    await symlink(usual, own);
    return true;
  }
  const onPath = findOnPath(executable);
  if (onPath === undefined || !isOfficial(onPath)) return false;
  await rm(own, { recursive: true, force: true }); // the engine takes the one on PATH by itself
  return true;
}

function isOfficial(executable: string): boolean {
  return lstatSync(executable, { throwIfNoEntry: false }) !== undefined && !isStandIn(executable);
}

/** Why the plugin cannot be downloaded; `undefined`: it was. A stand-in gives way only to a whole download. */
async function download(
  pulumi: string,
  pulumiHome: string,
  name: PluginName,
  version: string,
): Promise<string | undefined> {
  const args = ["plugin", "install", "resource", name, `v${version}`, "--reinstall", "--non-interactive"];
  try {
    await run(pulumi, args, {
      env: { PULUMI_HOME: pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeout: DOWNLOAD_TIMEOUT_MS,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return `its download failed: ${error.message.split("\n").at(-1)}`;
  }
}

function pluginFolder(pulumiHome: string, name: PluginName, version: string): string {
  return join(pulumiHome, "plugins", `resource-${name}-v${version}`);
}

function executableName(name: PluginName): string {
  return `pulumi-resource-${name}`;
}

/** The official plugins are programs of many megabytes: only what may be a script is read. */
function readText(file: string): string | undefined {
  const status = lstatSync(file, { throwIfNoEntry: false });
  return status?.isFile() && status.size < 4096 ? readFileSync(file, "utf8") : undefined;
}
