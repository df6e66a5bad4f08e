import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { parse, stringify } from "yaml";
import { type Cluster, ensureControlPlane, startCluster, stopCluster } from "../../lab/cluster/cluster.ts";
import { freePort } from "../../lab/cluster/port.ts";
import { type Engine, ensureEngine } from "../../lab/engine/ensure.ts";
import { ensurePlugins } from "../../lab/plugins/ensure.ts";
import { openStack, type ProjectName } from "../../lab/stack.ts";

/** A cluster of its own and the real engine, for one test file. */
export interface EngineFixture {
  readonly cluster: Cluster;
  /** Opens a stack with this configuration, written as its stack file; opened again, it gets the new one. */
  open(project: ProjectName, config: StackFile): Promise<Stack>;
  /** The live object, without what the API server keeps in it for itself. */
  live(kind: string, name: string, namespace?: string): Promise<LiveObject>;
  /** Names of every object of a kind that the stack's label marks, `namespace/name` where namespaced. */
  ours(kind: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export type StackFile = Readonly<Record<string, unknown>>;

export interface LiveObject {
  readonly metadata: {
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Starts a cluster named after the test file. */
export async function startEngine(name: string): Promise<EngineFixture> {
  const engine = await ensureEngine();
  await ensurePlugins({ pulumi: engine.path, pulumiHome: engine.home, log: () => {} });
  const clusterName = `exposure-test-${name}-${process.pid}`;
  const cluster = await startCluster(
    { name: clusterName, port: await freePort() },
    await ensureControlPlane(),
  );
  const folder = await mkdtemp(join(tmpdir(), `exposure-${name}-`));
  await createCertificate(cluster);
  return {
    cluster,
    open: (project, config) => openIn(folder, project, config, engine, cluster),
    live: async (kind, object, namespace = "default") =>
      JSON.parse((await cluster.kubectl.run(["get", kind, object, "-n", namespace, "-o", "json"])).stdout),
    ours: async (kind) => {
      const selector = ["-l", "app.kubernetes.io/part-of=exposure"];
      const form = "jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}{'\\n'}{end}";
      const { stdout } = await cluster.kubectl.run(["get", kind, "-A", ...selector, "-o", form]);
      return stdout
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.replace(/^\//, ""))
        .toSorted();
    },
    close: async () => {
      await stopCluster(clusterName);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The dev stack's configuration, to start from. */
export async function devConfig(): Promise<StackFile> {
  const { readFile } = await import("node:fs/promises");
  const file: { config: StackFile } = parse(await readFile("Pulumi.dev.yaml", "utf8"));
  return file.config;
}

/** The engine's own counts, without those it leaves at zero. */
export function counts(changes: OpMap | undefined): Record<string, number> {
  return Object.fromEntries(Object.entries(changes ?? {}).filter(([, count]) => count > 0));
}

async function openIn(
  folder: string,
  project: ProjectName,
  config: StackFile,
  engine: Engine,
  cluster: Cluster,
): Promise<Stack> {
  const workDir = await mkdtemp(join(folder, `${project}-`));
  await copyFile(
    project === "demo" ? "stacks/demo/Pulumi.yaml" : "Pulumi.yaml",
    join(workDir, "Pulumi.yaml"),
  );
  await writeFile(join(workDir, "Pulumi.test.yaml"), stringify({ config }));
  const { kubeconfig } = cluster;
  return openStack({ project, stack: "test", engine, backend: join(folder, "state"), kubeconfig, workDir });
}

/** Stands for the certificate that `make up` puts into the lab: classes name it, simulated pods never read it. */
async function createCertificate({ kubectl }: Cluster): Promise<void> {
  await kubectl.run(["create", "namespace", "exposure-lab"]);
}
