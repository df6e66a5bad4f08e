import { join } from "node:path";
import { runCommand } from "../operations/command.ts";
import { withLock } from "../operations/lock.ts";
import { clusterStatus } from "./cluster/cluster.ts";
import { clusterFolder } from "./cluster/folder.ts";
import { Kubectl } from "./cluster/kubectl.ts";
import { step } from "./console/step.ts";
import { stateRoot } from "./machine/folders.ts";
import { downNodes } from "./nodes/nodes.ts";
import { testbedLock } from "./testbed/testbed-lock.ts";
import { ensureToolset } from "./tools/toolset.ts";
import { kubernetes } from "./tools/toolsets.ts";
import { labCluster } from "./ways/machine.ts";

const holder = { command: "make lab-nodes-down" };
await runCommand(() =>
  withLock(join(stateRoot(), "lock"), holder, () => withLock(testbedLock(), holder, nodesDown)),
);

/** Removes the real nodes. The cluster and its simulated nodes stay. */
async function nodesDown(): Promise<void> {
  const running = (await clusterStatus(labCluster)) === "running";
  const path = running ? ((await ensureToolset(kubernetes)).kubectl ?? "kubectl") : "kubectl";
  const kubectl = new Kubectl(path, join(clusterFolder(labCluster), "kubeconfig"));
  await step("Removing the real nodes", () => downNodes(running ? { kubectl } : undefined));
}
