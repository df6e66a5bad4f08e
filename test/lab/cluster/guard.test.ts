import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import { claimCluster, clusterFolder } from "../../../lab/cluster/folder.ts";
import { processesOf } from "../../../lab/cluster/processes.ts";
import { until } from "../../../lab/machine/until.ts";
import { findOnPath } from "../../../lab/tools/source.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const owner = fileURLToPath(new URL("owner.ts", import.meta.url));

/** A process with a cluster of one component, and that component. */
async function ownerOf(t: ExecutionContext, name: string) {
  process.env.XDG_STATE_HOME = await temporaryFolder(t);
  const folder = await claimCluster(name);
  const component = join(folder, "etcd");
  symlinkSync(findOnPath("sleep") ?? "", component);
  const running = spawn(component, ["60"], { argv0: component });
  t.teardown(() => running.kill("SIGKILL"));
  const child = spawn(process.execPath, [owner, name], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return { child, running, folder: clusterFolder(name) };
}

test.serial("a cluster whose owner is killed ends within seconds", async (t) => {
  const { child, running, folder } = await ownerOf(t, "owned");
  t.is((await processesOf(folder)).length, 1);
  child.kill("SIGKILL");
  await until("the cluster is gone", 15_000, async () => !existsSync(folder));
  t.deepEqual(await processesOf(folder), []);
  t.is(running.signalCode ?? (await once(running, "exit"))[1], "SIGTERM");
});

test.serial("a cluster that another owns by then stays", async (t) => {
  const { child, running, folder } = await ownerOf(t, "taken");
  await claimCluster("taken"); // by this process, in its place
  child.kill("SIGKILL");
  await once(child, "exit");
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  t.true(existsSync(folder));
  t.is(running.exitCode ?? running.signalCode, null);
});
