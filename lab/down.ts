import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../operations/command.ts";
import { withLock } from "../operations/lock.ts";
import { clearAbandoned } from "./cluster/abandoned.ts";
import { clusterStatus, stopCluster } from "./cluster/cluster.ts";
import { readEnvironment } from "./console/environment.ts";
import { note, step } from "./console/step.ts";
import { stateRoot } from "./machine/folders.ts";
import { downNodes } from "./nodes/nodes.ts";
import { labNamespace } from "./stacks/certificate.ts";
import { openStack, readers } from "./stacks/open-stack.ts";
import { recoverStack } from "./stacks/recover.ts";
import { contextTarget, labCluster } from "./stacks/target.ts";
import { runDestroy } from "./stacks/update.ts";
import { clearTestbed } from "./testbed/testbed.ts";
import { ensureEngine } from "./tools/engine.ts";
import { ensurePlugins } from "./tools/plugins.ts";

await runCommand(() => withLock(join(stateRoot(), "lock"), { command: "make down" }, down));

/** Takes the lab down; builds stay in the cache. */
async function down(): Promise<void> {
  const { context } = readEnvironment();
  await clearAbandoned();
  if (context === undefined) await takeDownLab();
  else await destroyStacks(context);
}

/** The stacks live in the cluster's folder and go with it. */
async function takeDownLab(): Promise<void> {
  await clearTestbed("make down");
  await downNodes();
  if ((await clusterStatus(labCluster)) === "absent") return note("The lab is down already");
  await step(`Taking down cluster ${labCluster} and its stacks`, () => stopCluster(labCluster));
  note("The lab is down; its builds stay in the cache");
}

async function destroyStacks(context: string): Promise<void> {
  const engine = await ensureEngine();
  await ensurePlugins(engine);
  const { kubectl, folder } = await contextTarget(context);
  const backend = join(folder, "pulumi");
  if (!existsSync(backend)) return note(`The lab has no stacks in context ${context}`);
  for (const project of [...readers.toReversed(), "exposure"] as const) {
    const stack = await openStack({ project, stack: "dev", engine, backend, kubeconfig: kubectl.kubeconfig });
    await recoverStack({ stack, project, backend, kubectl, say: note });
    await runDestroy(stack);
  }
  await kubectl.run(["delete", "namespace", labNamespace, "--ignore-not-found"]);
  await rm(folder, { recursive: true });
  note(`The lab's stacks in context ${context} are destroyed`);
}
