import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../operations/command.ts";
import { withLock } from "../operations/lock.ts";
import { clearAbandoned } from "./cluster/abandoned.ts";
import { clusterStatus, stopCluster } from "./cluster/cluster.ts";
import { readEnvironment } from "./console/environment.ts";
import { note, step } from "./console/step.ts";
import { kindFolder, stopKind } from "./kind/cluster.ts";
import { kindCluster } from "./kind/config.ts";
import { stateRoot } from "./machine/folders.ts";
import { downNodes } from "./nodes/nodes.ts";
import { labNamespace } from "./stacks/certificate.ts";
import { openStack, type ProjectName, readers } from "./stacks/open-stack.ts";
import { deleteTrialNamespace } from "./stacks/preflight.ts";
import { recoverStack } from "./stacks/recover.ts";
import { runDestroy } from "./stacks/update.ts";
import { clearTestbed } from "./testbed/testbed.ts";
import { ensureEngine } from "./tools/engine.ts";
import { ensurePlugins } from "./tools/plugins.ts";
import { contextTarget } from "./ways/context.ts";
import { forgetKind, labCluster, runningKind } from "./ways/machine.ts";

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
  const wasUp = (await runningKind()) !== undefined || existsSync(kindFolder());
  if (existsSync(kindFolder())) {
    await step(`Deleting kind cluster ${kindCluster} and its stacks`, stopKind);
  }
  if ((await clusterStatus(labCluster)) !== "absent") {
    await step(`Taking down cluster ${labCluster} and its stacks`, () => stopCluster(labCluster));
  }
  await forgetKind();
  note(wasUp ? "The lab is down; its builds stay in the cache" : "The lab is down already");
}

/** Whatever of the lab is in the user's cluster, a half finished `make up` included. */
async function destroyStacks(context: string): Promise<void> {
  const target = await contextTarget(context);
  const { kubectl, folder } = target;
  const backend = join(folder, "pulumi");
  const wasUp = existsSync(backend);
  if (wasUp) {
    const engine = await ensureEngine();
    await ensurePlugins(engine);
    for (const [project, stack] of stacksIn(backend)) {
      const opened = await openStack({ project, stack, engine, backend, kubeconfig: kubectl.kubeconfig });
      await recoverStack({ stack: opened, project, backend, kubectl, say: note });
      await runDestroy(opened);
    }
  }
  await step(`Deleting namespace ${labNamespace}`, () => deleteTrialNamespace(target));
  await rm(folder, { recursive: true });
  note(
    wasUp
      ? `The lab's stacks in context ${context} are destroyed`
      : `The lab has no stacks in context ${context}`,
  );
}

/** Those that there are, readers of others first: `dev` too, which an earlier version of the lab brought up. */
function stacksIn(backend: string): readonly (readonly [ProjectName, string])[] {
  return ([...readers.toReversed(), "exposure"] as const).flatMap((project) =>
    ["trial", "dev"]
      .filter((stack) => existsSync(join(backend, ".pulumi", "stacks", project, `${stack}.json`)))
      .map((stack) => [project, stack] as const),
  );
}
