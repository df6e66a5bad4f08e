import { readFileSync } from "node:fs";
import { runCommand } from "../../operations/command.ts";
import { stopCluster } from "./cluster.ts";
import { ownerFile } from "./folder.ts";

/** What the guard of a cluster runs once the cluster's owner has ended: the cluster's name, and what it says of the owner. */
const [name = "", owner] = process.argv.slice(2);

await runCommand(async () => {
  // The owner may have stopped it in good order, and another may have made one of the same name.
  if (ownerOf(name) === owner) await stopCluster(name);
});

/** Undefined where there is no such cluster. */
function ownerOf(cluster: string): string | undefined {
  try {
    return readFileSync(ownerFile(cluster), "utf8");
  } catch {
    return undefined;
  }
}
