import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { parse, stringify } from "yaml";
import { type Cluster, ensureControlPlane, startCluster, stopCluster } from "../../lab/cluster/cluster.ts";
import { freePort } from "../../lab/cluster/port.ts";
import { run } from "../../lab/machine/run.ts";
import { folderOf, openStack, type ProjectName } from "../../lab/stacks/open-stack.ts";
import { type Engine, ensureEngine } from "../../lab/tools/engine.ts";
import { ensurePlugins } from "../../lab/tools/plugins.ts";

/** A new cluster and the real engine, for one test file. */
export interface EngineFixture {
  readonly cluster: Cluster;
  /** Opens a stack with this configuration as its stack file. Opening it again replaces the configuration. */
  open(project: ProjectName, config: StackFile, files?: ProjectFiles): Promise<Stack>;
  /**
   * What a preview or update with this configuration is refused with, one entry for each error the engine shows,
   * each once; of the exposure project where none is named, `secrets` encrypted. In a process of its own: a program that fails leaves
   * rejected promises behind.
   */
  attempt(
    operation: "preview" | "up",
    config: StackFile,
    project?: ProjectName,
    secrets?: Readonly<Record<string, string>>,
  ): Promise<readonly string[]>;
  /** The live object, without what the API server keeps in it for itself. */
  live(kind: string, name: string, namespace?: string): Promise<LiveObject>;
  /** Names of every object of a kind that the stack's label marks, `namespace/name` where namespaced. */
  ours(kind: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export type StackFile = Readonly<Record<string, unknown>>;

/** Content of other files of the project's folder by path, written as YAML. */
export type ProjectFiles = Readonly<Record<string, unknown>>;

export interface LiveObject {
  readonly metadata: {
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
  /** Of a ConfigMap. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Starts a cluster named after the test file. */
export async function startEngine(name: string): Promise<EngineFixture> {
  const engine = await ensureEngine();
  await ensurePlugins(engine, () => {});
  const clusterName = `exposure-test-${name}-${process.pid}`;
  const cluster = await startOrClear(clusterName);
  const folder = await mkdtemp(join(tmpdir(), `exposure-${name}-`));
  return {
    cluster,
    open: async (project, config, files) =>
      openIn(folder, project, await writeProject(folder, project, config, files), engine, cluster),
    attempt: async (operation, config, project = "exposure", secrets = {}) => {
      const workDir = await writeProject(folder, project, config);
      const { kubeconfig } = cluster;
      const args = { operation, project, backend: join(folder, "state"), kubeconfig, workDir, secrets };
      const { stdout } = await run(process.execPath, [attemptScript, JSON.stringify(args)], {
        timeout: 120_000,
      });
      return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    },
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

/** A start that fails half way, as on an overloaded machine, must not leave a control plane behind. */
async function startOrClear(name: string): Promise<Cluster> {
  try {
    const cluster = await startCluster(
      { name, port: await freePort(), owned: true },
      await ensureControlPlane(),
    );
    await createCertificateNamespace(cluster);
    return cluster;
  } catch (error) {
    await stopCluster(name);
    throw error;
  }
}

/** The configuration of a project's dev stack, to start from. */
export async function devConfig(project: ProjectName = "exposure"): Promise<StackFile> {
  const file: { config: StackFile } = parse(
    await readFile(join(folderOf(project), "Pulumi.dev.yaml"), "utf8"),
  );
  return file.config;
}

/** The engine's own counts, without zeros. */
export function counts(changes: OpMap | undefined): Record<string, number> {
  return Object.fromEntries(Object.entries(changes ?? {}).filter(([, count]) => count > 0));
}

async function openIn(
  folder: string,
  project: ProjectName,
  workDir: string,
  engine: Engine,
  cluster: Cluster,
): Promise<Stack> {
  const { kubeconfig } = cluster;
  return openStack({ project, stack: "test", engine, backend: join(folder, "state"), kubeconfig, workDir });
}

async function writeProject(
  folder: string,
  project: ProjectName,
  config: StackFile,
  files: ProjectFiles = {},
): Promise<string> {
  const workDir = await mkdtemp(join(folder, `${project}-`));
  // The program is passed directly: its path in the project's own folder does not apply here.
  const { main: _, ...settings } = parse(await readFile(join(folderOf(project), "Pulumi.yaml"), "utf8"));
  await writeFile(join(workDir, "Pulumi.yaml"), stringify(settings));
  await writeFile(join(workDir, "Pulumi.test.yaml"), stringify({ config }));
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(workDir, file)), { recursive: true });
    await writeFile(join(workDir, file), stringify(content));
  }
  return workDir;
}

const attemptScript = fileURLToPath(new URL("attempt.ts", import.meta.url));

/** The certificate's namespace: the classes get a Role in it; the Secret itself no simulated pod reads. */
async function createCertificateNamespace({ kubectl }: Cluster): Promise<void> {
  await kubectl.run(["create", "namespace", "exposure-lab"]);
}
