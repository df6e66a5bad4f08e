import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../core/model/user-error.ts";
import { withLock } from "../../operations/lock.ts";
import { note, step } from "../console/step.ts";
import { endProcesses } from "../machine/processes.ts";
import { type Account, run } from "../machine/run.ts";
import { until } from "../machine/until.ts";
import { type Executables, ensureToolset } from "../tools/toolset.ts";
import { etcd, kubernetes, kwok } from "../tools/toolsets.ts";
import { controlPlaneAccount, handOver, reachableBy } from "./account.ts";
import { type ClusterSettings, renderClusterConfig } from "./config.ts";
import { claimCluster, clusterFolder } from "./folder.ts";
import { guardCluster } from "./guard.ts";
import { Kubectl } from "./kubectl.ts";
import { labNodes, nodeManifest, type SimulatedNode } from "./nodes.ts";
import { requireFreePort } from "./port.ts";
import { components, processesOf } from "./processes.ts";
import { rebindApiServer } from "./rebind.ts";

export interface StartOptions extends ClusterSettings {
  /** @default {@link labNodes} */
  readonly nodes?: readonly SimulatedNode[];
  /** Whether the cluster ends with this process: {@link claimCluster}. @default false */
  readonly owned?: boolean;
}

/** A cluster that is up. */
export interface Cluster {
  readonly name: string;
  readonly port: number;
  /** Everything of the cluster; gone after {@link stopCluster}. */
  readonly folder: string;
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
  /** Whether this call created it: what earlier stacks put into one of the same name is gone. */
  readonly created: boolean;
}

export type ClusterStatus = "absent" | "interrupted" | "stopped" | "running";

/** Gets every executable that a cluster needs: installed, else downloaded, else built. */
export async function ensureControlPlane(): Promise<Executables> {
  return {
    ...(await ensureToolset(kubernetes)),
    ...(await ensureToolset(kwok)),
    ...(await ensureToolset(etcd)),
  };
}

/**
 * Makes sure that a cluster runs: creates it, restarts the parts that have died, or leaves a healthy one alone.
 * A start that was interrupted is cleared away first.
 * Without an address for the API server it keeps the one it has; another address moves it.
 * @throws {UserError} where the port is taken, or the cluster has another one
 */
export async function startCluster(options: StartOptions, controlPlane: Executables): Promise<Cluster> {
  const { name, port, nodes = labNodes, owned = false } = options;
  const folder = clusterFolder(name);
  const account = await controlPlaneAccount();
  const executables = await reachableBy(account, controlPlane);
  const kubeconfig = join(folder, "kubeconfig");
  const kubectl = new Kubectl(executables.kubectl ?? "kubectl", kubeconfig);
  const cluster = { name, port, folder, kubeconfig, kubectl };
  const kwokctl = (args: readonly string[]) => runKwokctl(executables, folder, name, account, args);

  const status = await clusterStatus(name);
  if (status === "running" || status === "stopped") {
    const made = settingsOf(folder);
    requireSamePort(options, made);
    const address = options.apiServerBindAddress ?? made.apiServerBindAddress;
    const rebind = address !== made.apiServerBindAddress;
    if (!rebind && status === "running" && (await kubectl.isReady())) {
      note(`Cluster ${name} runs already (https://127.0.0.1:${port})`);
      return { ...cluster, created: false };
    }
    const title = rebind
      ? `Moving the API server to ${address}`
      : `Restarting the processes of cluster ${name} that have died`;
    await step(title, async () => {
      if (rebind) {
        await endProcesses(() => processesOf(folder));
        await rebindApiServer(join(folder, "kwok", "clusters", name, "kwok.yaml"), address);
      }
      if (!(await isRunning(folder, "kube-apiserver"))) await requireFreePort(port);
      await forgetDeadPids(folder);
      await kwokctl(["start", "cluster"]);
      await waitUntilReady(kubectl, folder);
      await markComplete(folder, { port, apiServerBindAddress: address });
    });
    return { ...cluster, created: false };
  }

  if (status === "interrupted") {
    note(`Cluster ${name} was left half started: clearing it away`);
    await stopCluster(name);
  }
  await requireFreePort(port);
  await step(`Starting cluster ${name} (https://127.0.0.1:${port})`, async () => {
    await mkdir(folder, { recursive: true });
    if (owned) {
      await claimCluster(name);
      guardCluster(name);
    }
    await handOver(folder, account);
    const config = join(folder, "kwokctl.yaml");
    const pki = join(folder, "kwok", "clusters", name, "pki");
    await writeFile(config, renderClusterConfig(options, executables, kubernetes.version, pki));
    await alone(async () => {
      await kwokctl(["create", "cluster", "--config", config, "--kubeconfig", kubeconfig, "--wait", "90s"]);
      await waitUntilReady(kubectl, folder);
    });
    await kubectl.apply(nodes.map(nodeManifest));
    await kubectl.run(["wait", "--for=condition=Ready", "node", "--all", "--timeout=120s"], {
      timeout: 130_000,
    });
    const { apiServerBindAddress = "127.0.0.1" } = options;
    await markComplete(folder, { port, apiServerBindAddress });
  });
  return { ...cluster, created: true };
}

/** Ends a cluster's processes, however far its start had come, and removes everything of it. */
export async function stopCluster(name: string): Promise<void> {
  const folder = clusterFolder(name);
  await endProcesses(() => processesOf(folder));
  await rm(folder, { recursive: true, force: true });
}

/**
 * kwokctl looks for free ports and leaves it to the components to take them: of two clusters created at the same time,
 * one's API server would use the other's etcd. Labs with another state folder share the same ports.
 */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const options = { command: "start of a cluster", onWait: () => {} };
  return withLock(join(tmpdir(), `exposure-cluster-start-${process.getuid?.()}.lock`), options, work);
}

/** State of a cluster; `stopped` if at least one of its processes is missing. */
export async function clusterStatus(name: string): Promise<ClusterStatus> {
  const folder = clusterFolder(name);
  if (!existsSync(folder)) return (await processesOf(folder)).length > 0 ? "interrupted" : "absent";
  if (!existsSync(completeMark(folder))) return "interrupted";
  const running = (await processesOf(folder)).map(({ name }) => name);
  return components.every((component) => running.includes(component)) ? "running" : "stopped";
}

/** Written when a start has finished, with the settings it used. */
function completeMark(folder: string): string {
  return join(folder, "complete.json");
}

type Settings = Required<Omit<ClusterSettings, "name">>;

async function markComplete(folder: string, settings: Settings): Promise<void> {
  const temporary = `${completeMark(folder)}.new`;
  await writeFile(temporary, JSON.stringify(settings));
  await rename(temporary, completeMark(folder));
}

function settingsOf(folder: string): Settings {
  return JSON.parse(readFileSync(completeMark(folder), "utf8")) as Settings;
}

function requireSamePort({ name, port }: ClusterSettings, made: Settings): void {
  if (made.port === port) return;
  throw new UserError(
    `Cluster ${name} exists with port ${made.port}, not ${port}: ` +
      "take it down with `make down` first, or use it as it is.",
  );
}

async function runKwokctl(
  executables: Executables,
  folder: string,
  name: string,
  account: Account | undefined,
  args: readonly string[],
): Promise<void> {
  await run(executables.kwokctl ?? "kwokctl", [...args, "--name", name], {
    account,
    cwd: folder,
    env: { KWOK_WORKDIR: join(folder, "kwok"), HOME: folder, KUBECONFIG: undefined },
    timeout: 3 * 60_000,
  });
}

/** kwokctl trusts its pid files, but those of ended processes may by now name other processes. */
async function forgetDeadPids(folder: string): Promise<void> {
  const alive = (await processesOf(folder)).map(({ pid }) => pid);
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".pid")) continue;
    const file = join(folder, entry);
    if (!alive.includes(Number(readFileSync(file, "utf8").trim()))) await rm(file);
  }
}

async function isRunning(folder: string, component: string): Promise<boolean> {
  return (await processesOf(folder)).some(({ name }) => name === component);
}

function waitUntilReady(kubectl: Kubectl, folder: string): Promise<void> {
  const what = `The API server is ready (its log is in ${folder}/kwok/clusters/*/logs)`;
  return until(what, 60_000, () => kubectl.isReady(), 250);
}
