import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation/index.js";
import { type Cluster, ensureControlPlane, startCluster, stopCluster } from "../../../lab/cluster/cluster.ts";
import { freePort } from "../../../lab/cluster/port.ts";
import { openStack } from "../../../lab/stacks/open-stack.ts";
import { ensureEngine } from "../../../lab/tools/engine.ts";
import { writeStandIn } from "../../../lab/tools/plugins.ts";

/** The real engine with the stand-ins, and a cluster of its own. */
export interface StandIns {
  readonly cluster: Cluster;
  /** Opens a stack of this name with another program each time. */
  open(stack: string, program: () => unknown): Promise<Stack>;
  /** One field of a live object, empty where there is none. */
  field(kind: string, name: string, path: string): Promise<string>;
  kubectl(...args: readonly string[]): Promise<string>;
  /** A stack's state as it lies on disk: the Automation API would decrypt it. */
  stored(stack: string): Promise<string>;
  close(): Promise<void>;
}

/** @param name of the cluster: each test file its own */
export async function startStandIns(name: string): Promise<StandIns> {
  const installed = await ensureEngine();
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  // a home of its own, and none from PATH: what is tested is the stand-in, whatever the machine has installed
  const engine = { ...installed, home: join(folder, "home") };
  process.env.PULUMI_IGNORE_AMBIENT_PLUGINS = "true";
  await writeStandIn("kubernetes", engine.home);
  await writeStandIn("random", engine.home);
  await writeFile(join(folder, "Pulumi.yaml"), "name: exposure\nruntime: nodejs\n");
  const cluster = await startCluster({ name, port: await freePort() }, await ensureControlPlane());
  const kubectl = async (...args: readonly string[]) => (await cluster.kubectl.run(args)).stdout;
  return {
    cluster,
    kubectl,
    open: (stack, program) => {
      const named: PulumiFn = async () => {
        program();
      };
      const backend = join(folder, "state");
      const { kubeconfig } = cluster;
      return openStack({
        project: "exposure",
        stack,
        engine,
        backend,
        kubeconfig,
        workDir: folder,
        program: named,
      });
    },
    field: (kind, object, path) =>
      kubectl("get", kind, object, "--ignore-not-found", "-o", `jsonpath={${path}}`),
    stored: (stack) => readFile(join(folder, "state/.pulumi/stacks/exposure", `${stack}.json`), "utf8"),
    close: async () => {
      await stopCluster(name);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A ConfigMap in the namespace `default`. */
export function configMap(
  name: string,
  data: Record<string, string>,
  metadata: k8s.types.input.meta.v1.ObjectMeta = {},
  opts: CustomResourceOptions = {},
): k8s.core.v1.ConfigMap {
  return new k8s.core.v1.ConfigMap(name, { metadata: { name, ...metadata }, data }, opts);
}

/** A Deployment in the namespace `default` that runs on simulated nodes, or on none. */
export function deployment(
  name: string,
  annotations: Record<string, string> = {},
  nodeSelector: Record<string, string> = {},
  selector: Record<string, string> = { app: name },
): k8s.apps.v1.Deployment {
  return new k8s.apps.v1.Deployment(name, {
    metadata: { name, annotations },
    spec: {
      replicas: 2,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector },
        spec: {
          nodeSelector,
          containers: [{ name: "main", image: "lab/none", ports: [{ containerPort: 80 }] }],
        },
      },
    },
  });
}
