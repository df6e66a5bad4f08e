import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { ownerFile } from "./folder.ts";

const script = fileURLToPath(new URL("stop-orphan.ts", import.meta.url));

/**
 * Has a process beside this one stop a cluster of its own as soon as this one ends, however it does: the kernel closes
 * the pipe between them. Until then the other is a shell that waits.
 */
export function guardCluster(name: string): void {
  const command = [process.execPath, script, name, readFileSync(ownerFile(name), "utf8")];
  // A session of its own: Ctrl-C at the terminal, or a kill of the process group, is not meant for it.
  const guard = spawn("sh", ["-c", 'read -r _; exec "$@"', "guard", ...command], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.on("error", () => {}); // without it the next `make up`, `make test` or `make down` stops the cluster
  guard.stdin.on("error", () => {}); // it may be ended by hand
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
}
