import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import test from "ava";
import { backendObjects, serviceName, servicesConfig } from "../../bench/failover/services.ts";
import type { LiveObject } from "../../core/controllers/live-view.ts";
import { nginxLiveView } from "../../core/controllers/nginx/live-view.ts";
import { itemsOf } from "../../core/failover/backend-state.ts";
import { type ApiServer, openApiServer } from "../../core/kubernetes/api-server.ts";
import { ensureControlPlane, startCluster } from "../../lab/cluster/cluster.ts";
import { processesOf } from "../../lab/cluster/processes.ts";
import { until } from "../../lab/machine/until.ts";
import { writerOf } from "../../operations/failover/ahead.ts";
import { type AdmissionGate, openAdmissionGate } from "./admission-gate.ts";
import { devConfig, type EngineFixture, startEngine } from "./fixture.ts";
import { killWithEngine, startCommand } from "./run-command.ts";

/** Faults in the middle of a switch of 200 services: each service is old or new, and the next run completes the switch. */
const count = 200;
/** The middle: this many are switched, the others are under way or wait. */
const half = 60;
let engine: EngineFixture;
let stack: Stack;
let api: ApiServer;
let gate: AdmissionGate;

test.before(async () => {
  engine = await startEngine("failover-faults");
  const services = Array.from({ length: count }, (_, index) => serviceName(index));
  const overrides = { "exposure:services": servicesConfig(services), "exposure:failover": "none" };
  stack = await engine.open("exposure", { ...(await devConfig()), ...overrides });
  const { kubectl, kubeconfig } = engine.cluster;
  const backends = join(stack.workspace.workDir, "backends.json");
  const items = services.flatMap(backendObjects);
  await writeFile(backends, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  await kubectl.run(["create", "-f", backends], { timeout: 120_000 });
  await stack.up();
  api = await openApiServer({ kubeconfig });
  gate = await openAdmissionGate(engine.cluster);
});
test.after.always(async () => {
  await gate?.close();
  await engine?.close();
});

const command = (line: string) => startCommand(stack, line).ended;

async function liveIngresses() {
  const ours = encodeURIComponent("app.kubernetes.io/part-of=exposure");
  return itemsOf<LiveObject>(await api.get(`/apis/networking.k8s.io/v1/ingresses?labelSelector=${ours}`));
}

/** How many Ingresses lead to their primary, to their standby, and elsewhere. */
async function sides() {
  const found = { own: 0, standby: 0, other: 0 };
  for (const ingress of await liveIngresses()) {
    const { name } = ingress.metadata;
    const [backend, more] = nginxLiveView.leadsTo(ingress);
    if (more === undefined && backend?.service === name) found.own++;
    else if (more === undefined && backend?.service === `${name}-standby`) found.standby++;
    else found.other++;
  }
  return found;
}

/** Returns once `half` of the services are on this side and the next ones are under way. */
async function underWay(side: "own" | "standby"): Promise<void> {
  await gate.held();
  await until("what the gate let through is live", 60_000, async () => (await sides())[side] === half, 20);
}

test.serial(
  "the API server dies in the middle: each service is old or new, and the next run completes the switch",
  async (t) => {
    const { cluster } = engine;
    gate.holdAfter(half);
    const running = startCommand(stack, "on --all --reason fire");
    await underWay("standby");
    for (const { pid, name } of await processesOf(cluster.folder)) {
      if (name === "kube-apiserver") process.kill(pid, "SIGKILL");
    }
    const died = await running.ended;
    t.false(died.ok);
    t.regex(died.lines.at(-1) ?? "", /did not answer.*run the command again once the API server answers/);
    const refused = await command("on --all --reason fire");
    t.false(refused.ok);
    t.is(refused.lines.length, 1, refused.lines.join("\n"));
    t.regex(refused.lines[0] ?? "", /^error: the API server .* did not answer: .*; nothing was switched$/);

    gate.open();
    await startCluster({ name: cluster.name, port: cluster.port }, await ensureControlPlane());
    t.deepEqual(await sides(), { own: count - half, standby: half, other: 0 });
    const again = await command("on --all --reason fire");
    t.true(again.ok, again.lines.join("\n"));
    t.deepEqual(await sides(), { own: 0, standby: count, other: 0 });
    const live = await liveIngresses();
    t.true(
      live
        .map((object) => writerOf(object, "f:rules"))
        .every((writer) => writer?.operation === "Apply" && !writer.force),
      "the engine is the only manager of each",
    );
  },
);

test.serial(
  "command and engine are killed in the middle: the next run names the lock, and the one after it completes the switch",
  async (t) => {
    gate.holdAfter(half);
    const { child, ended } = startCommand(stack, "off --all");
    await underWay("own");
    await killWithEngine(child);
    t.false((await ended).ok);
    const between = { own: half, standby: count - half, other: 0 };
    t.deepEqual(await sides(), between);

    const locked = await command("off --all");
    t.false(locked.ok);
    t.regex(
      locked.lines.join("\n"),
      /holds its lock: .* if it was killed, `pulumi cancel -C \S+ -s test` takes the lock back/,
    );
    t.deepEqual(await sides(), between, "a run without the lock switches nothing");
    gate.open();
    await stack.cancel();
    const again = await command("off --all");
    t.true(again.ok, again.lines.join("\n"));
    t.deepEqual(await sides(), { own: count, standby: 0, other: 0 });
  },
);

test.serial(
  "a Ctrl-C in the middle: each service is old or new, the file keeps the switch, no lock is left, and the next run completes it",
  async (t) => {
    gate.holdAfter(half);
    const { child, ended } = startCommand(stack, "on --all --reason fire");
    await underWay("standby");
    process.kill(-(child.pid ?? 0), "SIGINT"); // as a terminal sends it
    await sleep(1_000); // what the gate holds is in flight until then
    gate.open();
    const { ok, lines } = await ended;
    t.false(ok);
    t.deepEqual(
      lines.filter((line) => /SIGINT|lock|terminating|pending/.test(line)),
      ["interrupted by SIGINT", "SIGINT: the engine ends what it has in flight (again to end at once)"],
      lines.join("\n"),
    );
    const { own, standby, other } = await sides();
    t.deepEqual([own + standby, other], [count, 0]);
    t.true(standby >= half && standby < count, `${standby} are switched`);
    t.regex(await readFile(join(stack.workspace.workDir, "Pulumi.test.yaml"), "utf8"), /failover: .*fire/);
    const again = await command("on --all --reason fire");
    t.true(again.ok, again.lines.join("\n"));
    t.deepEqual(await sides(), { own: 0, standby: count, other: 0 });
    t.true((await command("off --all")).ok);
  },
);

test.serial(
  "two operators at once: one is refused and loses nothing; in the end both switches are live and in the file",
  async (t) => {
    const lines = ["on service-0001 --reason one", "on service-0002 --reason two"];
    const ended = await Promise.all(lines.map(command));
    const refused = ended.findIndex(({ ok }) => !ok);
    t.is(ended.filter(({ ok }) => ok).length, 1, ended.flatMap((one) => one.lines).join("\n"));
    t.regex(
      ended[refused]?.lines[0] ?? "",
      /^error: another run of this command \(process \d+\) works on .*; nothing was switched$/,
    );
    t.is((await sides()).standby, 1);
    const again = await command(lines[refused] ?? "");
    t.true(again.ok, again.lines.join("\n"));
    t.is((await sides()).standby, 2);
    const file = await readFile(join(stack.workspace.workDir, "Pulumi.test.yaml"), "utf8");
    t.regex(file, /service-0001: \{ mode: "on".*service-0002: \{ mode: "on"/);
  },
);

test.serial("an Ingress deleted by hand while its switch is on is restored by the command", async (t) => {
  await engine.cluster.kubectl.run(["delete", "ingress", "service-0001", "-n", "default"]);
  const { lines: status } = await command("status service-0001");
  t.regex(status.join("\n"), /service "service-0001" has no Ingress/);
  const { ok, lines } = await command("on service-0001 --reason one");
  t.true(ok, lines.join("\n"));
  t.deepEqual(await sides(), { own: count - 2, standby: 2, other: 0 });
});

test.serial(
  "an Ingress that the plugin has created and not yet updated is switched ahead of the engine too",
  async (t) => {
    const name = "service-0003";
    await createdOnly(name);
    gate.holdAfter(1);
    const running = startCommand(stack, `on ${name} --reason new`);
    await gate.held();
    t.is((await sides()).standby, 3, "the update that was let through is the switch");
    gate.open();
    await running.ended;
    const again = await command(`on ${name} --reason new`);
    t.true(again.ok, again.lines.join("\n"));
    const { changeSummary } = await stack.preview({ refresh: true });
    t.deepEqual(
      Object.keys(changeSummary).filter((kind) => kind !== "same"),
      [],
    );
    const live = (await liveIngresses()).find(({ metadata }) => metadata.name === name);
    t.like(live && writerOf(live, "f:rules"), { operation: "Apply", force: false });
    const back = await command(`off ${name}`);
    t.true(back.ok, back.lines.join("\n"));
  },
);

/** Leaves an Ingress as plugins from 4.29 on create it: without server-side apply, under the common manager name. */
async function createdOnly(name: string): Promise<void> {
  const entry = { manager: "pulumi-kubernetes", operation: "Update" };
  const patch = Object.entries(entry).map(([field, value]) => ({
    op: "replace",
    path: `/metadata/managedFields/0/${field}`,
    value,
  }));
  const { kubectl } = engine.cluster;
  await kubectl.run(["patch", "ingress", name, "-n", "default", "--type=json", "-p", JSON.stringify(patch)]);
}
