import { claimCluster } from "../../../lab/cluster/folder.ts";
import { guardCluster } from "../../../lab/cluster/guard.ts";

/** A process that owns the cluster it is given, and ends by a signal alone. */
const [name = ""] = process.argv.slice(2);
await claimCluster(name);
guardCluster(name);
console.log("owned");
setInterval(() => {}, 60_000);
