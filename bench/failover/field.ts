import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { type Cluster, ensureControlPlane, startCluster, stopCluster } from "../../lab/cluster/cluster.ts";
import { freePort } from "../../lab/cluster/port.ts";
import { projectRoot } from "../../lab/machine/folders.ts";
import { openStack } from "../../lab/stacks/open-stack.ts";
import { ensureEngine } from "../../lab/tools/engine.ts";
import { ensurePlugins } from "../../lab/tools/plugins.ts";
import { backendObjects, serviceName, servicesConfig } from "./services.ts";

/** A cluster with a stack of many services, and how commands find both. */
export interface Field {
  readonly cluster: Cluster;
  /** Names of the services, which are those of their Ingresses. */
  readonly services: readonly string[];
  /** Folder of Pulumi.yaml and the stack file. */
  readonly root: string;
  /** Environment of the operator's shell. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export const stackName = "bench";
const clusterName = "exposure-bench-failover";

/** Starts the cluster, creates the backends and brings the stack up. */
export async function startField(count: number, progress: (detail: string) => void): Promise<Field> {
  const engine = await ensureEngine();
  await ensurePlugins(engine, () => {});
  const controlPlane = await ensureControlPlane();
  await stopCluster(clusterName);
  const folder = await mkdtemp(join(tmpdir(), "exposure-bench-failover-"));
  const close = async () => {
    await stopCluster(clusterName);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const cluster = await startCluster(
      { name: clusterName, port: await freePort(), owned: true },
      controlPlane,
    );
    await cluster.kubectl.run(["create", "namespace", "exposure-lab"]); // where the class looks for its certificate
    const services = Array.from({ length: count }, (_, index) => serviceName(index));
    progress("backends");
    const backends = join(folder, "backends.json");
    const items = services.flatMap(backendObjects);
    await writeFile(backends, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    await cluster.kubectl.run(["create", "-f", backends], { timeout: 600_000 });
    progress("up");
    await writeProject(folder, services);
    const { kubeconfig } = cluster;
    const backend = join(folder, "state");
    const stack = await openStack({
      project: "exposure",
      stack: stackName,
      engine,
      backend,
      kubeconfig,
      workDir: folder,
    });
    const variables = stack.workspace.envVars;
    // the setup is not measured: a checkpoint for each resource would take most of its time
    stack.workspace.envVars = { ...variables, PULUMI_SKIP_CHECKPOINTS: "true" };
    await stack.up();
    stack.workspace.envVars = variables;
    const { envVars, pulumiHome, pulumiCommand } = stack.workspace;
    const env = {
      ...process.env,
      ...envVars,
      PATH: `${dirname(pulumiCommand?.command ?? "")}:${process.env.PATH}`,
      ...(pulumiHome && { PULUMI_HOME: pulumiHome }),
    };
    return { cluster, services, root: folder, env, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The dev stack's classes with these services, in a catalogue: a stack file of a thousand is too large for pulumi. */
async function writeProject(folder: string, services: readonly string[]): Promise<void> {
  const read = async (name: string) => parse(await readFile(join(projectRoot, name), "utf8"));
  const { main: _, ...settings } = await read("Pulumi.yaml");
  await writeFile(join(folder, "Pulumi.yaml"), stringify(settings));
  const { config } = (await read("Pulumi.dev.yaml")) as {
    readonly config: Readonly<Record<string, unknown>>;
  };
  const catalog = "services";
  await mkdir(join(folder, catalog));
  for (const [name, service] of Object.entries(servicesConfig(services)))
    await writeFile(join(folder, catalog, `${name}.json`), JSON.stringify(service));
  const overrides = { "exposure:services": {}, "exposure:catalog": catalog, "exposure:failover": "none" };
  await writeFile(
    join(folder, `Pulumi.${stackName}.yaml`),
    stringify({ config: { ...config, ...overrides } }),
  );
}
