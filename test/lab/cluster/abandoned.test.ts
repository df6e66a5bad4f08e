import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { clearAbandoned } from "../../../lab/cluster/abandoned.ts";
import { claimCluster, clusterFolder, ownerFile } from "../../../lab/cluster/folder.ts";
import { processesOf } from "../../../lab/cluster/processes.ts";
import { findOnPath } from "../../../lab/tools/source.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

test("a cluster whose owner has ended is removed with its processes; others, and those without owner, stay", async (t) => {
  process.env.XDG_STATE_HOME = await temporaryFolder(t);
  for (const name of ["own", "gone", "reused"]) await claimCluster(name);
  await claimCluster("ownerless");
  writeFileSync(ownerFile("ownerless"), "");
  const ended = spawn("true");
  await once(ended, "exit");
  writeFileSync(ownerFile("gone"), JSON.stringify({ pid: ended.pid, startTime: "1" }));
  writeFileSync(ownerFile("reused"), JSON.stringify({ pid: process.pid, startTime: "1" }));
  const component = join(clusterFolder("gone"), "etcd");
  symlinkSync(findOnPath("sleep") ?? "", component);
  const running = spawn(component, ["60"], { argv0: component });
  const messages: string[] = [];

  await clearAbandoned((line) => messages.push(line));
  t.deepEqual(messages.toSorted(), [
    `Cluster gone was left behind by process ${ended.pid}, which is gone: clearing it away`,
    `Cluster reused was left behind by process ${process.pid}, which is gone: clearing it away`,
  ]);
  t.deepEqual(
    ["own", "ownerless", "gone", "reused"].filter((name) => existsSync(clusterFolder(name))),
    ["own", "ownerless"],
  );
  t.deepEqual(await processesOf(clusterFolder("gone")), []);
  t.is(running.signalCode ?? (await once(running, "exit"))[1], "SIGTERM");
});
