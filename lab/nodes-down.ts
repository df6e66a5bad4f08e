import { join } from "node:path";
import { stateRoot } from "./cache.ts";
import { clusterFolder, clusterStatus } from "./cluster/cluster.ts";
import { Kubectl } from "./cluster/kubectl.ts";
import { kubernetes } from "./cluster/toolsets.ts";
import { runCommand } from "./errors.ts";
import { withLock } from "./lock.ts";
import { downNodes } from "./nodes/nodes.ts";
import { step } from "./step.ts";
import { labCluster } from "./target.ts";
import { edgeLock } from "./testbed/testbed-lock.ts";
import { ensureToolset } from "./toolset.ts";

const holder = { command: "make lab-nodes-down" };
await runCommand(() =>
  withLock(join(stateRoot(), "lock"), holder, () => withLock(edgeLock(), holder, nodesDown)),
);

/** Takes the real nodes away; the cluster and its simulated nodes stay. */
async function nodesDown(): Promise<void> {
  const running = (await clusterStatus(labCluster)) === "running";
  const path = running ? ((await ensureToolset(kubernetes)).kubectl ?? "kubectl") : "kubectl";
  const kubectl = new Kubectl(path, join(clusterFolder(labCluster), "kubeconfig"));
  await step("Taking the real nodes away", () => downNodes(running ? { kubectl } : undefined));
}
