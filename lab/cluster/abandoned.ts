import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isAlive, type ProcessIdentity } from "../../operations/lock.ts";
import { note } from "../console/step.ts";
import { stopCluster } from "./cluster.ts";
import { clustersFolder, ownerFile } from "./folder.ts";

/** Stops the clusters whose owner is gone: those of a test run or a bench that was killed. */
export async function clearAbandoned(say: (line: string) => void = note): Promise<void> {
  const folder = clustersFolder();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const owner = ownerOf(name);
    if (owner === undefined || isAlive(owner)) continue;
    say(`Cluster ${name} was left behind by process ${owner.pid}, which is gone: clearing it away`);
    await stopCluster(name);
  }
}

/** Undefined for a cluster that outlives the process that starts it, and for one that another process takes away now. */
function ownerOf(name: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(ownerFile(name), "utf8"));
  } catch {
    return undefined;
  }
}
