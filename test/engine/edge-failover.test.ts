import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import test from "ava";
import { parseDocument } from "yaml";
import { render } from "../../operations/render.ts";
import { putBackends, servedBy } from "./backends.ts";
import { changes, type EdgeStacks, startEdgeStacks, virtualIp } from "./edge-stacks.ts";
import { startCommand } from "./run-command.ts";

/** The switch of services that HAProxy serves itself, checked and thrown by the command, from one to the next. */
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
  stacks.edge = {
    ...stacks.edge,
    "haproxy-edge:services": services,
    "haproxy-edge:virtualIp": virtualIp,
  };
});
test.after.always(() => stacks?.engine.close());

const withFlag = (failover: unknown) => ({ "haproxy-edge:failover": failover });
/** What the hook says of each service, without what the engine puts around it. */
const attempt = async (failover: unknown, operation: "preview" | "up" = "up") =>
  (await stacks.refused(withFlag(failover), operation, secrets))
    .map((message) => message.split('before hook "exposure-preflight" failed: ')[1])
    .filter((message) => message !== undefined)
    .toSorted();
const refusal = (name: string, reason: string, entry = "mode: on") =>
  `service "${name}" is not switched to its emergency backend: Service default/${name}-standby ${reason}; fix it, or force the switch (haproxy-edge:failover.services.${name}: { ${entry}, force: true })`;
const served = () =>
  Promise.all(["feed", "live"].map(async (name) => servedBy(await stacks.engine.live("ingress", name))));
const ready = (counts: Readonly<Record<string, number>>) =>
  putBackends(
    stacks.engine.cluster.kubectl,
    Object.entries(counts).map(([name, count]) => ({ service: name, port: "http", ready: count })),
  );
/** What `kubectl get events` has of an Ingress. */
const eventsOf = async (ingress: string) => {
  const { uid } = (await stacks.engine.live("ingress", ingress)).metadata;
  const form = "jsonpath={range .items[*]}{.type} {.reason}: {.message}{'\\n'}{end}";
  const selector = `involvedObject.uid=${uid}`;
  const args = ["get", "events", "--field-selector", selector, "-o", form];
  return (await stacks.engine.cluster.kubectl.run(args)).stdout.trimEnd().split("\n");
};

test.serial("services and their canaries come into being where no backend is there yet", async (t) => {
  await stacks.upEdge({}, secrets);
  const all = await stacks.engine.ours("ingress");
  t.deepEqual(
    all.filter((name) => /^default\/(feed|live|solo)/.test(name)),
    ["default/feed", "default/feed-canary", "default/live", "default/live-canary", "default/solo"],
  );
});

test.serial("a standby added, or a rule changed, while the switch is off asks for no backend", async (t) => {
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
      const before = await versions();
      t.deepEqual(await attempt("all", operation), [
        refusal("feed", "does not exist"),
        refusal("live", "does not exist"),
      ]);
      t.deepEqual(await versions(), before);
    },
  );

  for (const [entry, switchKey] of [
    [{ mode: "drill" }, "mode: drill"],
    [{ mode: "weighted", weight: 5 }, "mode: weighted, weight: 5"],
  ] as const) {
    test.serial(`${operation}: ${switchKey} is refused as well, and nothing moves`, async (t) => {
      const before = await versions();
      t.deepEqual(await attempt({ services: { live: entry } }, operation), [
        refusal("live", "does not exist", switchKey),
      ]);
      t.deepEqual(await versions(), before);
    });
  }
}

test.serial("one standby that is not there keeps the other, and partial does not", async (t) => {
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
  t.deepEqual(await eventsOf("feed"), [
    "Warning EmergencyBackend: Service feed is served by its emergency backend feed-standby from now on: no other way",
  ]);
  t.deepEqual(await attempt({ services: { feed: { mode: "off", force: true } } }), []);
  t.deepEqual(await served(), ["feed", "live"]);
});

const command = (line: string) => startCommand(stack, line).ended;
const file = () => join(root, "Pulumi.test.yaml");
const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;
const masked = (line: string | undefined) =>
  line?.replaceAll(time, "<time>").replaceAll(/\d+\.\d s/g, "<span>");
const flagLine = async () =>
  masked((await readFile(file(), "utf8")).split("\n").find((line) => line.includes(":failover")))?.trim();
/** Cells of a service's line in the table. */
const row = (lines: readonly string[], name: string) =>
  masked(lines.find((line) => line.startsWith(`${name} `)))?.split(/ {2,}/);
const sum = (lines: readonly string[]) => masked(lines.find((line) => line.includes("served as asked for")));

test.serial("on by the command: the Ingress alone, past what else waits in the stack file", async (t) => {
  await ready({ feed: 2, "feed-standby": 1 });
  // One of them in a folder, which is the project's own wherever the command is run.
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
  const before = await versions();
  const { ok, lines } = await command("on feed --reason down --for 2h");
  t.true(ok, lines.join("\n"));
  t.is(sum(lines), "1 of 1 services are served as asked for (update 1; engine <span>)");
  t.is(
    await flagLine(),
    'haproxy-edge:failover: { services: { feed: { mode: "on", reason: down, since: "<time>", until: "<time>" } } }',
  );
  t.deepEqual(await served(), ["feed-standby", "live"]);
  t.deepEqual(changed(before, await versions()), ["Ingress default/feed"]);
  t.deepEqual((await stack.outputs()).failover?.value, ["feed"]);
});

test.serial("a drill and a weight by the command: the canary alone", async (t) => {
  let before = await versions();
  const drill = await command("drill live --reason trying");
  t.true(drill.ok, drill.lines.join("\n"));
  t.is(sum(drill.lines), "1 of 1 services are served as asked for (update 1; engine <span>)");
  t.is(row(drill.lines, "live")?.[5], "live (drill: live-standby)");
  t.deepEqual(changed(before, await versions()), ["Ingress default/live-canary"]);
  before = await versions();
  const weighted = await command("weighted live --weight 25 --reason trying");
  t.true(weighted.ok, weighted.lines.join("\n"));
  t.is(sum(weighted.lines), "1 of 1 services are served as asked for (update 1; engine <span>)");
  t.deepEqual(changed(before, await versions()), ["Ingress default/live-canary"]);
});

test.serial("status: who serves, in what part, and what is not as planned", async (t) => {
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

test.serial("canaries changed or deleted by hand are told, and the command mends them", async (t) => {
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

test.serial("a refusal leaves the stack file as it was", async (t) => {
  await ready({ "live-standby": 0 });
  const before = [await readFile(file(), "utf8"), await versions()];
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
  t.deepEqual([await readFile(file(), "utf8"), await versions()], before);
});

test.serial("off by the command: everybody back, and what is encrypted as it was", async (t) => {
  const sealed = /secure: *\S+/g;
  const before = [(await readFile(file(), "utf8")).match(sealed), await versions()] as const;
  t.is(before[0]?.length, 1);
  const { ok, lines } = await command("off --all");
  t.true(ok, lines.join("\n"));
  t.is(sum(lines), "2 of 2 services are served as asked for (update 2; engine <span>)");
  t.deepEqual(changed(before[1], await versions()), ["Ingress default/feed", "Ingress default/live-canary"]);
  t.is(await flagLine(), "haproxy-edge:failover: none");
  t.deepEqual(await served(), ["feed", "live"]);
  t.deepEqual((await readFile(file(), "utf8")).match(sealed), before[0]);
});

test.serial("a service that is not named keeps nobody, whoever has switched it", async (t) => {
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

type Versions = Readonly<Record<string, string>>;

/** What says of each of the stacks' objects whether it has been written; a DaemonSet's status has nothing to say here. */
async function versions(): Promise<Versions> {
  const kinds =
    "ingress,ingressclass,configmap,secret,service,daemonset,serviceaccount,role,rolebinding,clusterrole,clusterrolebinding,namespace";
  const selector = ["-l", "app.kubernetes.io/part-of=exposure"];
  const { stdout } = await stacks.engine.cluster.kubectl.run(["get", kinds, "-A", ...selector, "-o", "json"]);
  const { items } = JSON.parse(stdout) as { readonly items: readonly Versioned[] };
  return Object.fromEntries(
    items.map(({ kind, metadata: { namespace = "", name, resourceVersion, generation } }) => [
      `${kind} ${namespace}/${name}`,
      kind === "DaemonSet" ? `generation ${generation}` : resourceVersion,
    ]),
  );
}

interface Versioned {
  readonly kind: string;
  readonly metadata: {
    readonly namespace?: string;
    readonly name: string;
    readonly resourceVersion: string;
    readonly generation?: number;
  };
}

/** Objects that were made, written or deleted in between. */
function changed(before: Versions, after: Versions): readonly string[] {
  const all = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...all].filter((key) => before[key] !== after[key]).toSorted();
}
