import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import test from "ava";
import { devBackends, putBackends, servedBy } from "./backends.ts";
import { eventsOf } from "./events.ts";
import { devConfig, type EngineFixture, startEngine } from "./fixture.ts";
import { masked, startCommand } from "./run-command.ts";

/** The command. Each test continues the previous one. */
let engine: EngineFixture;
let stack: Stack;
let root: string;

test.before(async () => {
  engine = await startEngine("failover-command");
  await putBackends(engine.cluster.kubectl, devBackends);
  stack = await engine.open("exposure", await devConfig());
  root = stack.workspace.workDir;
  await stack.up();
  const file = join(root, "Pulumi.test.yaml");
  await writeFile(file, `# a comment\n${await readFile(file, "utf8")}`);
});
test.after.always(() => engine?.close());

const command = (line: string) => startCommand(stack, line).ended;
const flagLine = async () =>
  (await readFile(join(root, "Pulumi.test.yaml"), "utf8"))
    .split("\n")
    .find((line) => line.includes("failover"))
    ?.trim();
/** When the stack file was last written, in nanoseconds. */
const writtenAt = async () => (await stat(join(root, "Pulumi.test.yaml"), { bigint: true })).mtimeNs;
const served = async () =>
  Promise.all(
    ["audio-callback-api", "compete-feedback-grpc"].map(async (name) =>
      servedBy(await engine.live("ingress", name)),
    ),
  );

/** Names of all resources in the state, in its order: each after its dependencies. */
async function stateNames(): Promise<readonly string[]> {
  const { resources } = (await stack.exportStack()).deployment as {
    readonly resources: readonly { urn: string; parent?: string; dependencies?: readonly string[] }[];
  };
  const before = new Set<string>();
  for (const { urn, parent, dependencies = [] } of resources) {
    for (const needed of parent === undefined ? dependencies : [parent, ...dependencies]) {
      if (!before.has(needed)) throw new Error(`${urn} stands before ${needed}`);
    }
    before.add(urn);
  }
  return [...before].toSorted();
}

test.serial("on: one service, and the file, the object, the outputs and the screen say so", async (t) => {
  const state = await stateNames();
  const { ok, lines } = await command("on compete-feedback --reason down --for 2h");
  t.true(ok, lines.join("\n"));
  t.deepEqual(
    await stateNames(),
    state,
    "resources that the update did not declare are in the state as before",
  );
  t.is(
    masked(await flagLine()),
    'exposure:failover: { services: { compete-feedback: { mode: "on", reason: down, since: "<time>", until: "<time>" } } }',
  );
  t.deepEqual(await served(), ["audio-callback-api", "compete-feedback-emergency"]);
  const { metadata } = await engine.live("ingress", "compete-feedback-grpc");
  t.is(metadata.annotations?.["exposure.dev/reason"], "down");
  t.deepEqual((await eventsOf(engine, "compete-feedback-grpc")).map(masked), [
    "Warning EmergencyBackend: Service compete-feedback is served by its emergency backend compete-feedback-emergency from now on: down (until <time>)",
  ]);
  const outputs = await stack.outputs();
  t.deepEqual(outputs.failover?.value, ["compete-feedback"]);
  t.true((await readFile(join(root, "Pulumi.test.yaml"), "utf8")).startsWith("# a comment\n"));
  t.deepEqual(
    lines.slice(1).map((line) => masked(line)?.split(/ {2,}/)),
    [switched, [""], ["1 of 1 services are served as asked for (update 1; engine <span>)"]],
  );
});

test.serial(
  "status: the backend of each service, since when, why, and how ready both backends are",
  async (t) => {
    const { ok, lines } = await command("status");
    t.true(ok);
    t.deepEqual(
      lines.map((line) => masked(line)?.split(/ +/)),
      [
        ["SERVICE", "PRIMARY", "READY", "EMERGENCY", "READY", "SERVES", "SINCE", "UNTIL", "REASON"],
        [
          "audio-callback-api",
          "audio-callback-api",
          "2",
          "audio-callback-api-emergency",
          "1",
          "audio-callback-api",
          "-",
          "-",
          "-",
        ],
        switched,
        ["intranet", "web", "missing", "-", "-", "web", "-", "-", "-"],
        ["web", "web", "missing", "-", "-", "web", "-", "-", "-"],
        ["web2", "web2", "missing", "-", "-", "web2", "-", "-", "-"],
      ],
    );
  },
);

test.serial("preview: shows what would change, and changes nothing", async (t) => {
  const before = await writtenAt();
  const { ok, lines } = await command("off compete-feedback --preview");
  t.true(ok, lines.join("\n"));
  t.deepEqual(lines, ["would change: update 1"]);
  t.is(await writtenAt(), before);
  t.deepEqual(await served(), ["audio-callback-api", "compete-feedback-emergency"]);
});

test.serial("preview: an interrupt leaves the stack file unchanged and nothing behind", async (t) => {
  const before = await writtenAt();
  const folder = await mkdtemp(join(root, "temporary-"));
  const drafts = async () => (await readdir(folder)).filter((name) => name.startsWith("exposure-draft-"));
  const { child, ended } = startCommand(stack, "off compete-feedback --preview", { TMPDIR: folder });
  const runs = () => child.exitCode === null && child.signalCode === null;
  while (runs() && (await drafts()).length === 0) await sleep(20);
  t.is((await drafts()).length, 1);
  child.kill("SIGINT");
  t.false((await ended).ok);
  t.is(child.signalCode, "SIGINT");
  t.deepEqual(await drafts(), []);
  t.is(await writtenAt(), before);
});

test.serial("preview: a service that is not named stops no other, however it was switched", async (t) => {
  const { kubectl } = engine.cluster;
  const mark = ["annotate", "ingress/audio-callback-api"];
  await kubectl.run([...mark, "exposure.dev/backend=emergency"]);
  await putBackends(kubectl, [{ service: "audio-callback-api", port: "http", ready: 0 }]);
  const { ok, lines } = await command("off compete-feedback --preview");
  await kubectl.run([...mark, "exposure.dev/backend-"]);
  await putBackends(kubectl, devBackends);
  t.true(ok, lines.join("\n"));
  t.deepEqual(lines, ["would change: update 1"]);
});

test.serial("off: the primary serves again, and the flag is reset", async (t) => {
  const { ok, lines } = await command("off compete-feedback");
  t.true(ok, lines.join("\n"));
  t.is(await flagLine(), "exposure:failover: none");
  t.deepEqual(await served(), ["audio-callback-api", "compete-feedback"]);
});

test.serial("an Ingress that was changed by hand is still switched", async (t) => {
  const path = "/spec/rules/0/http/paths/0/backend/service/name";
  const patch = JSON.stringify([{ op: "replace", path, value: "elsewhere" }]);
  await engine.cluster.kubectl.run(["patch", "ingress/compete-feedback-grpc", "--type=json", "-p", patch]);
  const { ok, lines } = await command("on compete-feedback --reason down");
  t.true(ok, lines.join("\n"));
  t.deepEqual(await served(), ["audio-callback-api", "compete-feedback-emergency"]);
  t.true((await command("off compete-feedback")).ok);
});

test.serial("a refusal leaves the stack file as it was", async (t) => {
  const before = await readFile(join(root, "Pulumi.test.yaml"), "utf8");
  await putBackends(engine.cluster.kubectl, [
    { service: "compete-feedback-emergency", port: "grpc", ready: 0 },
  ]);
  const { ok, lines } = await command("on --all --reason drill");
  t.false(ok);
  t.deepEqual(
    lines
      .slice(lines.indexOf("") + 1)
      .map((line) => masked(line)?.split(":")[0])
      .toSorted(),
    [
      "0 of 2 services are served as asked for (the update did not end well; engine <span>)",
      "Run the command again for the others",
      join(root, "Pulumi.test.yaml is as it was"),
      'service "audio-callback-api" is not switched because "compete-feedback" cannot be',
      'service "compete-feedback" is not switched to its emergency backend',
    ].toSorted(),
  );
  t.is(await readFile(join(root, "Pulumi.test.yaml"), "utf8"), before);
  t.deepEqual(await served(), ["audio-callback-api", "compete-feedback"]);
});

test.serial(
  "partial: services that pass are switched, the screen names the others, and the next run switches them",
  async (t) => {
    const { ok, lines } = await command("on --all --partial --reason drill");
    t.false(ok);
    t.true(
      lines.some((line) => line.startsWith("1 of 2 services are served as asked for")),
      lines.join("\n"),
    );
    t.deepEqual(await served(), ["audio-callback-api-emergency", "compete-feedback"]);
    await putBackends(engine.cluster.kubectl, devBackends);
    const again = await command("on --all --reason drill");
    t.true(again.ok, again.lines.join("\n"));
    t.deepEqual(await served(), ["audio-callback-api-emergency", "compete-feedback-emergency"]);
  },
);

test.serial("a locked stack is not changed, and the screen says what to do", async (t) => {
  const before = await readFile(join(root, "Pulumi.test.yaml"), "utf8");
  const unlock = await lock();
  const { ok, lines } = await command("off --all");
  await unlock();
  t.false(ok);
  const sentence = `another update of stack test holds its lock: wait for it to end and run the command again; if it was killed, \`pulumi cancel -C ${root} -s test\` takes the lock back`;
  t.true(lines.includes(sentence), lines.join("\n"));
  t.is(await readFile(join(root, "Pulumi.test.yaml"), "utf8"), before);
  t.deepEqual(await served(), ["audio-callback-api-emergency", "compete-feedback-emergency"]);
});

test.serial(
  "a switch by config and up: status shows the latest possible time, from managedFields",
  async (t) => {
    t.true((await command("off --all")).ok);
    const from = Math.floor(Date.now() / 1000) * 1000;
    await stack.setConfig("exposure:failover", { value: "compete-feedback" });
    await stack.up();
    const { lines } = await command("status compete-feedback");
    const [, , , , , serves, since = "", , reason] = lines[1]?.split(/ {2,}/) ?? [];
    t.deepEqual([serves, reason], ["compete-feedback-emergency", "-"]);
    t.regex(since, /^by /);
    const by = Date.parse(since.slice(3));
    t.true(from <= by && by <= Date.now(), since);
  },
);

test.serial("encrypted values of the stack file are read, and stay unchanged", async (t) => {
  const file = join(root, "Pulumi.test.yaml");
  const sealedAt = "exposure:services.audio-callback-api.emergency.service";
  await stack.setConfig(sealedAt, { value: "audio-callback-api-emergency", secret: true }, true);
  const sealed = (await readFile(file, "utf8")).match(/secure: *\S+/g) ?? [];
  t.is(sealed.length, 1);
  for (const line of [
    "on audio-callback-api --reason sealed",
    "status audio-callback-api",
    "off --all --preview",
    "off --all",
  ]) {
    const { ok, lines } = await command(line);
    t.true(ok, lines.join("\n"));
    t.deepEqual((await readFile(file, "utf8")).match(/secure: *\S+/g), sealed);
    if (line.startsWith("on")) {
      t.deepEqual(await served(), ["audio-callback-api-emergency", "compete-feedback-emergency"]);
    }
  }
  t.deepEqual(await served(), ["audio-callback-api", "compete-feedback"]);
});

/** Holds the file backend's lock as another machine's engine does. Returns the function that releases it. */
async function lock(): Promise<() => Promise<void>> {
  const backend = fileURLToPath(stack.workspace.envVars.PULUMI_BACKEND_URL ?? "");
  const folder = join(backend, ".pulumi", "locks", "organization", "exposure", "test");
  await mkdir(folder, { recursive: true });
  const file = join(folder, "00000000-0000-4000-8000-000000000000.json");
  const holder = { pid: 1, username: "other", hostname: "elsewhere", timestamp: new Date().toISOString() };
  await writeFile(file, JSON.stringify(holder));
  return () => rm(file);
}

/** The table's row of a service on its emergency backend. */
const switched = [
  "compete-feedback",
  "compete-feedback",
  "2",
  "compete-feedback-emergency",
  "1",
  "compete-feedback-emergency",
  "<time>",
  "<time>",
  "down",
];
