import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, statSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ImageArchive } from "../images/archive.ts";
import { run } from "../machine/run.ts";
import { until } from "../machine/until.ts";
import type { Executables } from "../tools/toolset.ts";
import { type Authority, ensureCertificates } from "./certificates.ts";
import { makeCgroups, removeCgroups } from "./cgroups.ts";
import { type ClusterAccess, labelArgument, nodeFiles } from "./config.ts";
import { plugIn, routesOf } from "./network.ts";
import { systemPath } from "./packages.ts";
import type { RealNode } from "./plan.ts";
import { endNode, initOf, marker } from "./processes.ts";

const init = join(import.meta.dirname, "node-init.sh");

export interface NodeStart {
  readonly access: ClusterAccess;
  readonly authority: Authority;
  /** Paths of kubelet and kube-proxy. */
  readonly executables: Executables;
  /** Every node of the lab, for the routes between them. */
  readonly all: readonly RealNode[];
}

/** Runs a command in all of a node's namespaces (`ip netns exec` would hide the cgroups). @throws Error if it is down */
export async function inNode(node: RealNode, command: string, ...args: readonly string[]): Promise<string> {
  const pid = initOf(node.folder);
  if (pid === undefined) throw new Error(`${node.name} is not running`);
  const { stdout } = await run("nsenter", ["--target", String(pid), "--all", command, ...args], {
    env: { PATH: systemPath },
  });
  return stdout;
}

/** Whether the node already runs with these settings. */
export function runsAs(node: RealNode, start: NodeStart): boolean {
  const file = settingsFile(node);
  return (
    initOf(node.folder) !== undefined &&
    existsSync(file) &&
    readFileSync(file, "utf8") === settingsOf(node, start)
  );
}

/** Starts the node's init and plugs it into the network; its kubelet waits for {@link importImages}. */
export async function startNode(node: RealNode, start: NodeStart): Promise<void> {
  await mkdir(join(node.folder, "logs"), { recursive: true });
  await ensureCertificates(node, start.authority);
  for (const [name, text] of Object.entries(nodeFiles(node, start.access))) {
    const file = join(node.folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await makeCgroups(node.cgroup);
  const child = spawnInit(node, start);
  await plugIn(node, await namespacesOf(node, child));
  await writeFile(settingsFile(node), settingsOf(node, start));
}

/** Imports the archives that are new or have changed, then lets the node's kubelet start. */
export async function importImages(node: RealNode, archives: readonly ImageArchive[]): Promise<void> {
  await untilOnNode(
    `containerd of ${node.name}`,
    node,
    async () => (await inNode(node, "ctr", "version")) !== "",
  );
  const record = join(node.folder, "imported.json");
  const imported: Record<string, number> = existsSync(record) ? JSON.parse(readFileSync(record, "utf8")) : {};
  for (const { file } of archives) {
    const changed = statSync(file).mtimeMs;
    if (imported[file] === changed) continue;
    // unpacked only when a container of it starts: few of the images run on every node
    await inNode(node, "ctr", "--namespace", "k8s.io", "images", "import", "--no-unpack", file);
    imported[file] = changed;
    await writeFile(record, JSON.stringify(imported));
  }
  await writeFile(join(node.folder, "images-imported"), "");
}

/** Ends the node, even half started, and removes everything of it. Its network ends with it. */
export async function stopNode(node: RealNode): Promise<void> {
  await endNode(node.folder);
  await removeCgroups(node.cgroup);
  await rm(node.folder, { recursive: true, force: true });
}

/** Waits for something on the node, at most a minute; gives up when the node ends. */
export function untilOnNode(what: string, node: RealNode, check: () => Promise<boolean>): Promise<void> {
  const hopeless = () =>
    initOf(node.folder) === undefined ? `${node.name} ended: ${initLog(node)}` : undefined;
  return until(`${what} is ready (logs in ${join(node.folder, "logs")})`, 60_000, check, 100, hopeless);
}

function spawnInit(node: RealNode, start: NodeStart): ChildProcess {
  const log = openSync(join(node.folder, "logs", "init.log"), "a");
  const namespaces = ["--net", "--pid", "--mount", "--uts", "--fork", "--kill-child", "--mount-proc"];
  const child = spawn("unshare", [...namespaces, "bash", init], {
    detached: true,
    stdio: ["ignore", log, log],
    env: {
      PATH: systemPath,
      [marker]: node.folder,
      NODE: node.name,
      NODE_IP: node.address,
      NODE_ROUTES: routesOf(node, start.all),
      NODE_LABELS: labelArgument(node),
      NODE_FOLDER: node.folder,
      KUBELET: start.executables.kubelet,
      KUBE_PROXY: start.executables["kube-proxy"],
    },
  });
  child.unref();
  return child;
}

/** A process in the node's namespaces: `unshare` itself is in the network namespace once its child runs. */
async function namespacesOf(node: RealNode, child: ChildProcess): Promise<number> {
  for (let waited = 0; waited < 10_000 && child.exitCode === null; waited += 20) {
    const pid = initOf(node.folder);
    if (pid !== undefined) return pid;
    await sleep(20);
  }
  throw new Error(`${node.name} did not start: ${initLog(node)}`);
}

function initLog(node: RealNode): string {
  return readFileSync(join(node.folder, "logs", "init.log"), "utf8").trim();
}

function settingsFile(node: RealNode): string {
  return join(node.folder, "settings.json");
}

/** Includes the authority's content: a new cluster has another one under the same path. */
function settingsOf(node: RealNode, { access, authority, executables, all }: NodeStart): string {
  const signedBy = readFileSync(authority.certificate, "utf8");
  return JSON.stringify({ node, access, signedBy, executables, routes: routesOf(node, all) });
}
