import { join } from "node:path";
import { type Cluster, ensureControlPlane, startCluster } from "../cluster/cluster.ts";
import { readers } from "../stacks/open-stack.ts";
import { commandOf, type Target } from "../stacks/target.ts";
import { labCluster } from "./machine.ts";

/** The lab's own cluster, which is started if necessary. Its nodes are simulated: no class is reached. */
export async function simulatedTarget(port: number): Promise<Target> {
  return targetOf(await startCluster({ name: labCluster, port }, await ensureControlPlane()));
}

/** The dev stacks on a cluster of the lab. */
export function targetOf({ kubectl, folder }: Pick<Cluster, "kubectl" | "folder">): Target {
  return {
    kubectl,
    folder: join(folder, "stacks"),
    kubectlCommand: commandOf(kubectl),
    stack: "dev",
    projects: ["exposure", ...readers],
  };
}
