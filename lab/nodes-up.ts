import { join } from "node:path";
import { runCommand } from "../operations/command.ts";
import { withLock } from "../operations/lock.ts";
import { ensureControlPlane, startCluster } from "./cluster/cluster.ts";
import { readEnvironment } from "./console/environment.ts";
import { stateRoot } from "./machine/folders.ts";
import { upNodes } from "./nodes/nodes.ts";
import { testbedLock } from "./testbed/testbed-lock.ts";
import { ensureToolset } from "./tools/toolset.ts";
import { kubernetesNode } from "./tools/toolsets.ts";
import { labCluster } from "./ways/machine.ts";

const holder = { command: "make lab-nodes" };
await runCommand(() =>
  withLock(join(stateRoot(), "lock"), holder, () => withLock(testbedLock(), holder, nodesUp)),
);

/** Adds two real nodes to the lab's cluster, and starts the cluster first if necessary. */
async function nodesUp(): Promise<void> {
  const { port } = readEnvironment();
  const settings = { name: labCluster, port, apiServerBindAddress: "0.0.0.0" };
  const cluster = await startCluster(settings, await ensureControlPlane());
  const nodes = await upNodes({ cluster, executables: await ensureToolset(kubernetesNode) });
  for (const node of nodes)
    console.log(`  ${node.name}  ${node.address}  logs in ${join(node.folder, "logs")}`);
}
