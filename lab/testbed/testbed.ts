import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OpMap, OutputMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { parse, stringify } from "yaml";
import { leanUp } from "../../operations/lean-up.ts";
import { takeLock, withLock } from "../../operations/lock.ts";
import {
  type Cluster,
  clusterStatus,
  ensureControlPlane,
  startCluster,
  stopCluster,
} from "../cluster/cluster.ts";
import { clusterFolder } from "../cluster/folder.ts";
import { freePort } from "../cluster/port.ts";
import type { StepSink } from "../console/step.ts";
import { until } from "../machine/until.ts";
import { downNodes, upNodes } from "../nodes/nodes.ts";
import type { NodesSettings, RealNode } from "../nodes/plan.ts";
import { ensureCertificate } from "../stacks/certificate.ts";
import { folderOf, openStack, type ProjectName } from "../stacks/open-stack.ts";
import { type Engine, ensureEngine } from "../tools/engine.ts";
import { ensurePlugins } from "../tools/plugins.ts";
import { ensureToolset } from "../tools/toolset.ts";
import { kubernetesNode } from "../tools/toolsets.ts";
import { latestOnly } from "./latest.ts";
import { testbedLock } from "./testbed-lock.ts";

/** Values of a stack file by their full keys, for example `exposure:failover`. */
export type Settings = Readonly<Record<string, unknown>>;

/** A new cluster with two real nodes, and the engine with the stacks that it brings up there. */
export interface Testbed {
  readonly cluster: Cluster;
  readonly nodes: readonly [RealNode, RealNode];
  /** Brings the exposure stack to a configuration through the engine, and returns what that changed. */
  up(settings: Settings): Promise<OpMap>;
  /** Brings up the backends that the exposure stack's outputs name, and waits until they are ready. */
  upBackends(): Promise<void>;
  /**
   * Brings the HAProxy edge in front of the exposure stack to a configuration, and returns what that changed.
   * @param secrets values the stack file has encrypted, by their full keys
   */
  upHaproxy(settings: Settings, secrets?: Readonly<Record<string, string>>): Promise<OpMap>;
  /** The outputs of the edge's last update. */
  haproxyOutputs(): Promise<OutputMap>;
  close(): Promise<void>;
}

export interface TestbedOptions extends Pick<NodesSettings, "proxyMode"> {
  /** The command that starts it, shown to a user who starts another: `make test`. */
  readonly command: string;
}

const clusterName = "exposure-testbed";
const silent: StepSink = { write: () => {} };

/**
 * Starts everything, after clearing what an earlier run has left behind. Real nodes of the lab that `make up` has
 * started make room: a machine has the nodes' addresses once.
 * @throws {UserError} where another process of this lab has one, or real nodes cannot run here
 */
export async function startTestbed({ command, ...nodesSettings }: TestbedOptions): Promise<Testbed> {
  const engine = await ensureEngine();
  await ensurePlugins(engine, () => {});
  const controlPlane = await ensureControlPlane();
  const executables = await ensureToolset(kubernetesNode);
  const release = await takeLock(testbedLock(), { command });
  const close = () => clear().finally(release);
  try {
    await clear();
    // one simulated node shows that real ones work beside it; no test runs anything there
    const nodes = [{ name: "simulated" }];
    const settings = { name: clusterName, port: await freePort(), apiServerBindAddress: "0.0.0.0", nodes };
    const cluster = await startCluster(settings, controlPlane);
    await cluster.kubectl.run(["taint", "node", "simulated", "simulated=true:NoSchedule"]);
    const [first, second] = await upNodes({ cluster, executables, sink: silent, ...nodesSettings });
    if (first === undefined || second === undefined) throw new Error("the lab started fewer than two nodes");
    await ensureCertificate(stacksFolder(), cluster.kubectl);
    return { cluster, nodes: [first, second], ...stacks(engine, cluster), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Clears away what an interrupted test, bench or drill has left behind.
 * @throws {UserError} where one is under way
 */
export function clearTestbed(command: string): Promise<void> {
  return withLock(testbedLock(), { command }, clear);
}

async function clear(): Promise<void> {
  if ((await clusterStatus(clusterName)) !== "absent") await downNodes();
  await stopCluster(clusterName);
}

type Stacks = Pick<Testbed, "up" | "upBackends" | "upHaproxy" | "haproxyOutputs">;

function stacks(engine: Engine, cluster: Cluster): Stacks {
  const opened = new Map<ProjectName, Stack>();
  const latest = latestOnly();
  const open = async (project: ProjectName, settings: Settings) => {
    await writeSettings(project, settings);
    const stack = opened.get(project) ?? (await openIn(project, engine, cluster));
    opened.set(project, stack);
    return stack;
  };
  return {
    up: (settings) =>
      latest("exposure", async (signal) => leanUp(await open("exposure", settings), { signal })),
    upBackends: async () => {
      const settings = { "demo:exposure": "organization/exposure/testbed" };
      await latest("demo", async (signal) => leanUp(await open("demo", settings), { signal }));
      await backendsReady(cluster);
    },
    upHaproxy: (settings, secrets = {}) =>
      latest("haproxy-edge", async (signal) => {
        const stack = await open("haproxy-edge", settings);
        for (const [key, value] of Object.entries(secrets)) {
          await stack.setConfig(key, { value, secret: true });
        }
        return leanUp(stack, { signal });
      }),
    haproxyOutputs: async () => {
      const stack = opened.get("haproxy-edge");
      if (stack === undefined) throw new Error("the edge was not brought up");
      return stack.outputs();
    },
  };
}

/** Edits the stack file as a user does before `pulumi up`. */
async function writeSettings(project: ProjectName, settings: Settings): Promise<void> {
  const workDir = join(stacksFolder(), project);
  await mkdir(workDir, { recursive: true });
  // without `main`, whose file is not here: the program runs in this process
  const { main: _, ...definition } = await readYaml(join(folderOf(project), "Pulumi.yaml"));
  await writeFile(join(workDir, "Pulumi.yaml"), stringify(definition));
  const file = join(workDir, "Pulumi.testbed.yaml");
  await writeFile(file, stringify({ ...(await readYaml(file)), config: settings }));
}

function openIn(project: ProjectName, engine: Engine, { kubeconfig }: Cluster): Promise<Stack> {
  const workDir = join(stacksFolder(), project);
  const backend = join(stacksFolder(), "state");
  return openStack({ project, stack: "testbed", engine, backend, kubeconfig, workDir });
}

/** The stack file keeps the engine's own entries, such as the salt of its secrets. */
async function readYaml(file: string): Promise<Settings> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  return parse(text) as Settings;
}

async function backendsReady({ kubectl }: Cluster): Promise<void> {
  const selector = "app.kubernetes.io/part-of=exposure-demo";
  await kubectl.run(["rollout", "status", "deployment", "-n", "default", "-l", selector, "--timeout=60s"]);
  await until("every backend has an address", 30_000, async () => {
    const form = "jsonpath={range .items[*]}{.endpoints[0].addresses[0]}{'\\n'}{end}";
    const { stdout } = await kubectl.run([
      "get",
      "endpointslice",
      "-n",
      "default",
      "-l",
      selector,
      "-o",
      form,
    ]);
    const addresses = stdout.split("\n").slice(0, -1); // a line each, empty where it has none
    return addresses.length > 0 && addresses.every((address) => address !== "");
  });
}

function stacksFolder(): string {
  return join(clusterFolder(clusterName), "stacks");
}
