import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import test from "ava";
import { parseDocument } from "yaml";
import { render } from "../../operations/render.ts";
import { putBackends, servedBy } from "./backends.ts";
import { changes, type EdgeStacks, startEdgeStacks, virtualIp } from "./edge-stacks.ts";
import { eventsOf } from "./events.ts";
import { changedObjects, objectVersions } from "./object-versions.ts";
import { preflightRefusals } from "./preflight-refusals.ts";
import { masked, startCommand } from "./run-command.ts";

/** Switches services that HAProxy serves directly: by the engine, then by the command. Each test continues the previous one. */
let stacks: EdgeStacks;
let stack: Stack;
let root: string;

const service = (name: string) => ({
  hosts: [`${name}.example`],
  backend: { service: name, port: "http" },
  emergency: { service: `${name}-standby` },
});
const { emergency: _, ...alone } = service("solo");
const services = { feed: service("feed"), live: service("live"), solo: alone };
const secrets = { "haproxy-edge:vrrpSecret": "Xk3vQ9wz" };

test.before(async () => {
  stacks = await startEdgeStacks("edge-failover");
  await stacks.upExposure();
  const more = { "haproxy-edge:services": services, "haproxy-edge:virtualIp": virtualIp };
  stacks.edge = { ...stacks.edge, ...more };
});
test.after.always(() => stacks?.engine.close());

const withFlag = (failover: unknown) => ({ "haproxy-edge:failover": failover });
const attempt = async (failover: unknown, operation: "preview" | "up" = "up") =>
  preflightRefusals(await stacks.refused(withFlag(failover), operation, secrets));
const refusal = (name: string, reason: string, entry = "mode: on") =>
  `service "${name}" is not switched to its emergency backend: Service default/${name}-standby ${reason}; fix it, or force the switch (haproxy-edge:failover.services.${name}: { ${entry}, force: true })`;
const served = () =>
  Promise.all(["feed", "live"].map(async (name) => servedBy(await stacks.engine.live("ingress", name))));
const ready = (counts: Readonly<Record<string, number>>) =>
  putBackends(
    stacks.engine.cluster.kubectl,
    Object.entries(counts).map(([name, count]) => ({ service: name, port: "http", ready: count })),
  );

test.serial("services and their canaries are created before any backend exists", async (t) => {
  await stacks.upEdge({}, secrets);
  const all = await stacks.engine.ours("ingress");
  t.deepEqual(
    all.filter((name) => /^default\/(feed|live|solo)/.test(name)),
    ["default/feed", "default/feed-canary", "default/live", "default/live-canary", "default/solo"],
  );
});

test.serial("a standby added, or a rule changed, while the switch is off needs no backend", async (t) => {
  const solo = { ...service("solo"), allow: ["192.0.2.0/24"] };
  const live = { ...service("live"), allow: ["192.0.2.0/24"] };
  const added = await stacks.upEdge({ "haproxy-edge:services": { ...services, live, solo } }, secrets);
  const { same: _same, ...others } = changes(added.summary.resourceChanges);
  t.deepEqual(others, { create: 1, update: 3 });
  const gone = await stacks.upEdge({}, secrets);
  const { same: _unchanged, ...back } = changes(gone.summary.resourceChanges);
  t.deepEqual(back, { delete: 1, update: 3 });
});

for (const operation of ["preview", "up"] as const) {
  test.serial(
    `${operation}: a switch to Services that are not there is refused, and nothing moves`,
    async (t) => {
      const before = await objectVersions(stacks.engine.cluster.kubectl);
      t.deepEqual(await attempt("all", operation), [
        refusal("feed", "does not exist"),
        refusal("live", "does not exist"),
      ]);
      t.deepEqual(await objectVersions(stacks.engine.cluster.kubectl), before);
    },
  );

  for (const [entry, switchKey] of [
    [{ mode: "drill" }, "mode: drill"],
    [{ mode: "weighted", weight: 5 }, "mode: weighted, weight: 5"],
  ] as const) {
    test.serial(`${operation}: ${switchKey} is refused as well, and nothing moves`, async (t) => {
      const before = await objectVersions(stacks.engine.cluster.kubectl);
      t.deepEqual(await attempt({ services: { live: entry } }, operation), [
        refusal("live", "does not exist", switchKey),
      ]);
      t.deepEqual(await objectVersions(stacks.engine.cluster.kubectl), before);
    });
  }
}

test.serial("a missing standby stops the other service, except with partial", async (t) => {
  await ready({ live: 2, "live-standby": 1 });
  t.deepEqual(await attempt("all"), [
    refusal("feed", "does not exist"),
    'service "live" is not switched because "feed" cannot be: leave "feed" out, or switch the others without it (haproxy-edge:failover.partial: true)',
  ]);
  t.deepEqual(await served(), ["feed", "live"]);
  t.deepEqual(await attempt({ all: true, partial: true }, "preview"), [refusal("feed", "does not exist")]);
});

test.serial("force switches where the check would refuse, and leaves an Event", async (t) => {
  const flag = { services: { feed: { mode: "on", force: true, reason: "no other way" } } };
  t.deepEqual(await attempt(flag), []);
  t.deepEqual(await served(), ["feed-standby", "live"]);
  t.deepEqual(await eventsOf(stacks.engine, "feed"), [
    "Warning EmergencyBackend: Service feed is served by its emergency backend feed-standby from now on: no other way",
  ]);
  t.deepEqual(await attempt({ services: { feed: { mode: "off", force: true } } }), []);
  t.deepEqual(await served(), ["feed", "live"]);
});

const command = (line: string) => startCommand(stack, line).ended;
const file = () => join(root, "Pulumi.test.yaml");
const flagLine = async () =>
  masked((await readFile(file(), "utf8")).split("\n").find((line) => line.includes(":failover")))?.trim();
/** Cells of a service's line in the table. */
const row = (lines: readonly string[], name: string) =>
  masked(lines.find((line) => line.startsWith(`${name} `)))?.split(/ {2,}/);
const sum = (lines: readonly string[]) => masked(lines.find((line) => line.includes("served as asked for")));

test.serial(
  "on by the command: only the Ingress, without other pending edits of the stack file",
  async (t) => {
    await ready({ feed: 2, "feed-standby": 1 });
    // One of them in a folder, which is relative to the project wherever the command runs.
    const { feed, ...others } = services;
    const config = {
      ...stacks.edge,
      "haproxy-edge:services": others,
      "haproxy-edge:catalog": "services",
    };
    stack = await stacks.engine.open("haproxy-edge", config, { "services/feed.yaml": feed });
    root = stack.workspace.workDir;
    await stack.setConfig("haproxy-edge:vrrpSecret", { value: "Xk3vQ9wz", secret: true });
    await stack.up();
    const waiting = parseDocument(await readFile(file(), "utf8"));
    waiting.setIn(["config", "haproxy-edge:edge", "maxconn"], 7000);
    await writeFile(file(), waiting.toString());
    const before = await objectVersions(stacks.engine.cluster.kubectl);
    const { ok, lines } = await command("on feed --reason down --for 2h");
    t.true(ok, lines.join("\n"));
    t.is(sum(lines), "1 of 1 services are served as asked for (update 1; engine <span>)");
    t.is(
      await flagLine(),
      'haproxy-edge:failover: { services: { feed: { mode: "on", reason: down, since: "<time>", until: "<time>" } } }',
    );
    t.deepEqual(await served(), ["feed-standby", "live"]);
    t.deepEqual(changedObjects(before, await objectVersions(stacks.engine.cluster.kubectl)), [
      "Ingress default/feed",
    ]);
    t.deepEqual((await stack.outputs()).failover?.value, ["feed"]);
  },
);

test.serial("a drill and a weight by the command: only the canary", async (t) => {
  let before = await objectVersions(stacks.engine.cluster.kubectl);
  const drill = await command("drill live --reason trying");
  t.true(drill.ok, drill.lines.join("\n"));
  t.is(sum(drill.lines), "1 of 1 services are served as asked for (update 1; engine <span>)");
  t.is(row(drill.lines, "live")?.[5], "live (drill: live-standby)");
  t.deepEqual(changedObjects(before, await objectVersions(stacks.engine.cluster.kubectl)), [
    "Ingress default/live-canary",
  ]);
  before = await objectVersions(stacks.engine.cluster.kubectl);
  const weighted = await command("weighted live --weight 25 --reason trying");
  t.true(weighted.ok, weighted.lines.join("\n"));
  t.is(sum(weighted.lines), "1 of 1 services are served as asked for (update 1; engine <span>)");
  t.deepEqual(changedObjects(before, await objectVersions(stacks.engine.cluster.kubectl)), [
    "Ingress default/live-canary",
  ]);
});

test.serial("status: which backend serves, its share, and what differs from the plan", async (t) => {
  const { ok, lines } = await command("status");
  t.true(ok);
  t.is(lines.length, 4);
  t.deepEqual(row(lines, "feed"), [
    "feed",
    "feed",
    "2",
    "feed-standby",
    "1",
    "feed-standby",
    "<time>",
    "<time>",
    "down",
  ]);
  t.deepEqual(row(lines, "live"), [
    "live",
    "live",
    "2",
    "live-standby",
    "1",
    "live (weighted 25 %: live-standby)",
    "<time>",
    "-",
    "trying",
  ]);
  t.deepEqual(row(lines, "solo"), ["solo", "solo", "missing", "-", "-", "solo", "-", "-", "-"]);
});

test.serial("canaries changed or deleted by hand are reported, and the command repairs them", async (t) => {
  const { kubectl } = stacks.engine.cluster;
  await kubectl.run(["annotate", "ingress/live-canary", "exposure.dev/switch-"]);
  await kubectl.run(["delete", "ingress/feed-canary"]);
  const { lines } = await command("status");
  t.deepEqual(lines.slice(5), [
    'service "feed" has no canary Ingress: run pulumi up --refresh, or the command for it',
    'service "live" has nothing in place of weighted 25 %: live-standby: run pulumi up --refresh, or the command for it',
  ]);
  const weighted = await command("weighted live --weight 25 --reason trying");
  t.true(weighted.ok, weighted.lines.join("\n"));
  const on = await command("on feed --reason down");
  t.true(on.ok, on.lines.join("\n"));
  t.is((await command("status")).lines.length, 4);
});

test.serial("a refusal leaves the stack file unchanged", async (t) => {
  await ready({ "live-standby": 0 });
  const before = [await readFile(file(), "utf8"), await objectVersions(stacks.engine.cluster.kubectl)];
  const { ok, lines } = await command("on live --reason down");
  t.false(ok);
  t.true(
    lines.includes(
      refusal(
        "live",
        "has 0 of the required 1 ready endpoints (50% of the 2 behind the other backend, at least one)",
      ),
    ),
    lines.join("\n"),
  );
  t.is(lines.at(-1), `${file()} is as it was: nothing was switched`);
  t.deepEqual([await readFile(file(), "utf8"), await objectVersions(stacks.engine.cluster.kubectl)], before);
});

test.serial("off by the command: every service is back, and encrypted values are unchanged", async (t) => {
  const sealed = /secure: *\S+/g;
  const before = [
    (await readFile(file(), "utf8")).match(sealed),
    await objectVersions(stacks.engine.cluster.kubectl),
  ] as const;
  t.is(before[0]?.length, 1);
  const { ok, lines } = await command("off --all");
  t.true(ok, lines.join("\n"));
  t.is(sum(lines), "2 of 2 services are served as asked for (update 2; engine <span>)");
  t.deepEqual(changedObjects(before[1], await objectVersions(stacks.engine.cluster.kubectl)), [
    "Ingress default/feed",
    "Ingress default/live-canary",
  ]);
  t.is(await flagLine(), "haproxy-edge:failover: none");
  t.deepEqual(await served(), ["feed", "live"]);
  t.deepEqual((await readFile(file(), "utf8")).match(sealed), before[0]);
});

test.serial("a service that is not named stops no other, however it was switched", async (t) => {
  await ready({ feed: 0, "live-standby": 1 });
  const mark = ["annotate", "ingress/feed"];
  const { kubectl } = stacks.engine.cluster;
  await kubectl.run([...mark, "exposure.dev/backend=emergency"]);
  const { ok, lines } = await command("drill live --reason trying");
  await kubectl.run([...mark, "exposure.dev/backend-"]);
  await ready({ feed: 2 });
  t.true(ok, lines.join("\n"));
  t.is(row(lines, "live")?.[5], "live (drill: live-standby)");
  const off = await command("off live");
  t.true(off.ok, off.lines.join("\n"));
});

test.serial("a switch rendered and applied by hand is taken back by the command", async (t) => {
  await ready({ "live-standby": 1 });
  const args = ["--stack", "test", "--project", root, "--only", "failover", "--failover", "all"];
  const { text, objects } = await render(args);
  t.is(objects, 4);
  const applied = ["apply", "--server-side", "--force-conflicts", "--validate=strict", "-f", "-"];
  await stacks.engine.cluster.kubectl.run(applied, { input: text });
  t.deepEqual(await served(), ["feed-standby", "live-standby"]);
  t.deepEqual((await command("status")).lines.slice(5), [
    'service "feed" is served by feed-standby in place of feed: run pulumi up --refresh, or the command for it',
    'service "live" is served by live-standby in place of live: run pulumi up --refresh, or the command for it',
  ]);
  const { ok, lines } = await command("off --all");
  t.true(ok, lines.join("\n"));
  t.deepEqual(await served(), ["feed", "live"]);
});

test.serial("a folder of another project is refused in a sentence", async (t) => {
  const settings = join(root, "Pulumi.yaml");
  await writeFile(settings, (await readFile(settings, "utf8")).replace("name: haproxy-edge", "name: demo"));
  const { ok, lines } = await command("status");
  t.false(ok);
  t.deepEqual(lines, [
    `error: ${settings} is of project "demo", whose services have no emergency switch: name the folder of exposure or haproxy-edge with --project`,
  ]);
});
