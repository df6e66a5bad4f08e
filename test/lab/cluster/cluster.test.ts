import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import {
  clusterStatus,
  ensureControlPlane,
  startCluster,
  stopCluster,
} from "../../../lab/cluster/cluster.ts";
import { clusterFolder } from "../../../lab/cluster/folder.ts";
import { freePort } from "../../../lab/cluster/port.ts";
import { components, processesOf } from "../../../lab/cluster/processes.ts";

const name = `exposure-test-cluster-${process.pid}`;

test.after.always(() => stopCluster(name));

test("a cluster starts, is left alone while healthy, is repaired, is cleared away half started, and leaves nothing", async (t) => {
  t.timeout(4 * 60_000);
  const controlPlane = await ensureControlPlane();
  const port = await freePort();
  t.is(await clusterStatus(name), "absent");

  const cluster = await startCluster({ name, port, owned: true }, controlPlane);
  t.true(cluster.created);
  t.is(await clusterStatus(name), "running");
  const running = await processesOf(cluster.folder);
  t.deepEqual(running.map(({ name }) => name).sort(), [...components].sort());
  const nodes = await cluster.kubectl.run(["get", "nodes", "--no-headers", "-L", "exposure.dev/edge"]);
  t.deepEqual(
    nodes.stdout
      .trim()
      .split("\n")
      .map((line) => line.split(/\s+/))
      .map(([node, state, , , , edge]) => [node, state, edge]),
    [
      ["edge-haproxy-1", "Ready", "haproxy"],
      ["edge-haproxy-2", "Ready", "haproxy"],
      ["edge-internal-1", "Ready", "internal"],
      ["edge-public-1", "Ready", "public"],
      ["edge-public-2", "Ready", "public"],
      ["worker-1", "Ready", undefined],
    ],
  );

  t.false((await startCluster({ name, port }, controlPlane)).created);
  t.deepEqual(await processesOf(cluster.folder).then(pids), pids(running));
  await t.throwsAsync(startCluster({ name, port: port + 1 }, controlPlane), {
    message: `Cluster ${name} exists with port ${port}, not ${port + 1}: take it down with \`make down\` first, or use it as it is.`,
  });

  const etcd = running.find(({ name }) => name === "etcd");
  t.truthy(etcd);
  if (etcd !== undefined) process.kill(etcd.pid, "SIGKILL");
  t.false((await startCluster({ name, port }, controlPlane)).created);
  t.is(await clusterStatus(name), "running");

  t.false((await startCluster({ name, port, apiServerBindAddress: "0.0.0.0" }, controlPlane)).created);
  const moved = (await processesOf(cluster.folder)).find(({ name }) => name === "kube-apiserver");
  t.true(readFileSync(`/proc/${moved?.pid}/cmdline`, "utf8").includes("--bind-address=0.0.0.0\0"));

  rmSync(join(cluster.folder, "complete.json"));
  t.is(await clusterStatus(name), "interrupted");
  t.true((await startCluster({ name, port }, controlPlane)).created);

  await stopCluster(name);
  t.is(await clusterStatus(name), "absent");
  t.false(existsSync(clusterFolder(name)));
  t.deepEqual(await processesOf(cluster.folder), []);
});

function pids(processes: readonly { readonly pid: number }[]): readonly number[] {
  return processes.map(({ pid }) => pid).sort();
}
