import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { parse, stringify } from "yaml";
import { type Cluster, ensureControlPlane, startCluster, stopCluster } from "../../lab/cluster/cluster.ts";
import { freePort } from "../../lab/cluster/port.ts";
import { projectRoot } from "../../lab/machine/folders.ts";
import { until } from "../../lab/machine/until.ts";

// A cluster of somebody's own with simulated nodes: everything of a trial but its answer, which test/e2e asks for.
const name = `exposure-test-trial-${process.pid}`;
let cluster: Cluster;
let state: string;
let context: string;
let before: readonly string[];

test.before(async (t) => {
  t.timeout(15 * 60_000);
  cluster = await startCluster({ name, port: await freePort(), owned: true }, await ensureControlPlane());
  state = join(cluster.folder, "trial");
  context = parse(await readFile(cluster.kubeconfig, "utf8"))["current-context"];
  before = await everything();
});
test.after.always(() => stopCluster(name));

test.serial("a class that does not answer fails make up, with both ways that were tried", async (t) => {
  t.timeout(5 * 60_000);
  const { code, output } = await make("up");
  t.is(code, 1);
  t.regex(output, /\+ 17 created[\s\S]*\+ 10 created/);
  t.regex(
    output,
    /error: Class trial is not reached from this machine: [\s\S]*Not through the API server either \(`kubectl --context \S+ --namespace ingress-trial port-forward service\/controller \d+:80`\): /,
  );
  t.notDeepEqual(await everything(), before);
});

test.serial("another machine's trial is left alone", async (t) => {
  t.timeout(60_000);
  const { code, output } = await make("up", { XDG_STATE_HOME: join(state, "other") });
  t.is(code, 1);
  t.regex(
    output,
    /error: The cluster of context \S+ has a namespace exposure-lab that this machine's trial did not make: /,
  );
  const down = await make("down", { XDG_STATE_HOME: join(state, "other") });
  t.is(down.code, 0, down.output);
  t.true((await everything()).includes("namespace/exposure-lab"));
});

test.serial("make down takes all of a trial away, and once more nothing", async (t) => {
  t.timeout(5 * 60_000);
  const { code, output } = await make("down");
  t.is(code, 0, output);
  t.deepEqual(await everything(), before);
  const again = await make("down");
  t.is(again.code, 0, again.output);
  t.true(again.output.includes(`The lab has no stacks in context ${context}`), again.output);
});

test.serial("make down takes away what an interrupted make up has made", async (t) => {
  t.timeout(5 * 60_000);
  const { process: up, output } = start("up");
  await until("a first object is made", 120_000, () => / created /.test(output()));
  up.kill("SIGKILL");
  await once(up, "exit");
  t.notDeepEqual(await everything(), before);
  const down = await make("down");
  t.is(down.code, 0, down.output);
  t.deepEqual(await everything(), before);
});

test.serial("a user without the rights is told which are missing, and nothing is made", async (t) => {
  t.timeout(60_000);
  const config = parse(await readFile(cluster.kubeconfig, "utf8"));
  const users = config.users.map((one: { user: object }) => ({
    ...one,
    user: { ...one.user, as: "a-developer" },
  }));
  await mkdir(state, { recursive: true });
  const file = join(state, "developer");
  await writeFile(file, stringify({ ...config, users }));
  const { code, output } = await make("up", { KUBECONFIG: file });
  t.is(code, 1);
  t.regex(
    output,
    /error: The user of context \S+ may not create namespaces, create clusterroles\.rbac\.authorization\.k8s\.io, .* \(status 403\): a trial needs the rights of a cluster administrator/,
  );
  t.deepEqual(await everything(), before);
});

interface Started {
  readonly process: ChildProcess;
  readonly output: () => string;
}

function start(command: "up" | "down", changes: Readonly<Record<string, string>> = {}): Started {
  const ours = { XDG_STATE_HOME: state, KUBECONFIG: cluster.kubeconfig, CONTEXT: context };
  const env = { ...process.env, LAB: "", FAILOVER: "", REGISTRY: "", ...ours, ...changes };
  const child = spawn(process.execPath, [`lab/${command}.ts`], { cwd: projectRoot, env });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(String(chunk)));
  return { process: child, output: () => chunks.join("") };
}

async function make(command: "up" | "down", changes: Readonly<Record<string, string>> = {}) {
  const { process: child, output } = start(command, changes);
  await once(child, "exit");
  return { code: child.exitCode, output: output() };
}

/** The names of what a trial makes outside its namespaces, and of all namespaces. */
async function everything(): Promise<readonly string[]> {
  const kinds = "namespaces,ingressclasses,clusterroles,clusterrolebindings";
  const { stdout } = await cluster.kubectl.run(["get", kinds, "--output", "name"]);
  return stdout.trim().split("\n").toSorted();
}
