import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { parse } from "yaml";
import { f5Facts } from "../../core/controllers/f5/facts.ts";
import { projectRoot } from "../../lab/machine/folders.ts";
import { run } from "../../lab/machine/run.ts";
import { initOf } from "../../lab/nodes/processes.ts";
import { requirePullable } from "../../lab/stacks/pull-check.ts";
import { startTestbed, type Testbed } from "../../lab/testbed/testbed.ts";
import { whyImagesCannotRun } from "../../lab/testbed/why-without.ts";
import { requireFreePorts } from "../../lab/ways/nodes.ts";
import { committedStack } from "../committed-stacks.ts";
import { claimNodes } from "../lab/nodes/exclusive.ts";

// The lab's real nodes as a cluster of somebody's own, which nobody has prepared.
const reason = await whyImagesCannotRun([f5Facts.image]);
let testbed: Testbed;
let release: (() => void) | undefined;
let state: string;
let kubeconfig: string;
let context: string;
let before: readonly string[];

test.before("a cluster with two real nodes", async (t) => {
  t.timeout(15 * 60_000);
  if (reason !== undefined) return;
  release = await claimNodes();
  testbed = await startTestbed({ command: "make test" });
  kubeconfig = testbed.cluster.kubeconfig;
  state = join(testbed.cluster.folder, "trial");
  context = parse(await readFile(kubeconfig, "utf8"))["current-context"];
  // what the testbed puts there for its own stacks, and nobody's cluster has
  await testbed.cluster.kubectl.run(["delete", "namespace", "exposure-lab"]);
  before = await everything();
});
test.after.always("nothing is left of it", async (t) => {
  t.timeout(2 * 60_000);
  await testbed?.close();
  release?.();
});

function check(title: string, body: (t: import("ava").ExecutionContext) => Promise<void>, minutes = 3): void {
  if (reason !== undefined) {
    test.serial.skip(`trial: ${title} (skipped: ${reason})`, (t) => t.pass());
    return;
  }
  test.serial(`trial: ${title}`, async (t) => {
    t.timeout(minutes * 60_000);
    await body(t);
  });
}

check("make up ends with a request that the cluster's nodes answer, within a minute", async (t) => {
  const { code, output, seconds } = await make("up");
  t.is(code, 0, output);
  t.true(seconds < 60, `${seconds} s`);
  const command =
    /^ {2}(curl -sS --fail --resolve hello-world\.example:30080:172\.30\.0\.1[12] http:\S+)$/m.exec(
      output,
    )?.[1];
  t.truthy(command, output);
  const { stdout } = await run("sh", ["-c", command ?? ""]);
  t.regex(stdout, /^\{"service":"web","pod":"web-[\w-]+"\}\n$/);
  t.true(output.includes(stdout.trim()), "what was printed below the command");
});

check("a second make up changes nothing", async (t) => {
  const { code, output } = await make("up");
  t.is(code, 0, output);
  t.false(/ (created|updated|deleted|replaced)/.test(output), output);
});

check("make down takes all of it away, and once more nothing", async (t) => {
  t.is((await make("down")).code, 0);
  t.deepEqual(await everything(), before);
  const { code, output } = await make("down");
  t.is(code, 0, output);
  t.true(output.includes(`The lab has no stacks in context ${context}`), output);
});

check("an image that the nodes cannot pull is told in what a node says, and nothing is left", async (t) => {
  const { kubectl } = testbed.cluster;
  await kubectl.run(["create", "namespace", "exposure-lab"]);
  const image = "registry.example/none:1";
  const { message } = (await t.throwsAsync(requirePullable(kubectl, image))) ?? {};
  await kubectl.run(["delete", "namespace", "exposure-lab"]);
  t.regex(
    message ?? "",
    /^The cluster cannot run image registry\.example\/none:1 \(.+\): see that its nodes reach/,
  );
});

check("a port of a real node that something else listens on is told with its holder", async (t) => {
  const [node] = testbed.nodes;
  const { classes } = committedStack("dev");
  await t.notThrowsAsync(requireFreePorts(node, { classes }));
  const pid = String(initOf(node.folder));
  const listen = "require('node:net').createServer().listen(80, () => console.log('listens'))";
  const squatter = spawn("nsenter", ["--target", pid, "--net", process.execPath, "-e", listen]);
  const ended = once(squatter, "exit");
  try {
    await once(squatter.stdout, "data");
    const { message } = (await t.throwsAsync(requireFreePorts(node, { classes }))) ?? {};
    t.is(
      message,
      "Port 80 of node1, where class public listens, is taken by another process: stop it, or give the class another port (`expose`).",
    );
  } finally {
    squatter.kill();
    await ended;
  }
});

interface Started {
  readonly process: ChildProcess;
  readonly output: () => string;
}

function start(command: "up" | "down"): Started {
  const env = {
    ...process.env,
    ...{
      XDG_STATE_HOME: state,
      KUBECONFIG: kubeconfig,
      CONTEXT: context,
      LAB: "",
      FAILOVER: "",
      REGISTRY: "",
    },
  };
  const child = spawn(process.execPath, [`lab/${command}.ts`], { cwd: projectRoot, env });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(String(chunk)));
  return { process: child, output: () => chunks.join("") };
}

async function make(command: "up" | "down") {
  const since = performance.now();
  const { process: child, output } = start(command);
  await once(child, "exit");
  return { code: child.exitCode, output: output(), seconds: (performance.now() - since) / 1000 };
}

/** The names of what a trial makes outside its namespaces, and of all namespaces. */
async function everything(): Promise<readonly string[]> {
  const kinds = "namespaces,ingressclasses,clusterroles,clusterrolebindings";
  const { stdout } = await testbed.cluster.kubectl.run(["get", kinds, "--output", "name"]);
  return stdout.trim().split("\n").toSorted();
}
