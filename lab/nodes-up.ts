import { join } from "node:path";
import { stateRoot } from "./cache.ts";
import { ensureControlPlane, startCluster } from "./cluster/cluster.ts";
import { kubernetesNode } from "./cluster/toolsets.ts";
import { readEnvironment } from "./environment.ts";
import { runCommand } from "./errors.ts";
import { withLock } from "./lock.ts";
import { upNodes } from "./nodes/nodes.ts";
import { labCluster } from "./target.ts";
import { edgeLock } from "./testbed/testbed-lock.ts";
import { ensureToolset } from "./toolset.ts";

const holder = { command: "make lab-nodes" };
await runCommand(() =>
  withLock(join(stateRoot(), "lock"), holder, () => withLock(edgeLock(), holder, nodesUp)),
);

/** Adds two real nodes to the lab's cluster, which is started where it does not run. */
async function nodesUp(): Promise<void> {
  const { port } = readEnvironment();
  const settings = { name: labCluster, port, apiServerBindAddress: "0.0.0.0" };
  const cluster = await startCluster(settings, await ensureControlPlane());
  const nodes = await upNodes({ cluster, executables: await ensureToolset(kubernetesNode) });
  for (const node of nodes)
    console.log(`  ${node.name}  ${node.address}  logs in ${join(node.folder, "logs")}`);
}
