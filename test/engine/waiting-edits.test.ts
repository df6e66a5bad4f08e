import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import test from "ava";
import { parse, stringify } from "yaml";
import { devBackends, putBackends, servedBy } from "./backends.ts";
import { counts, devConfig, type EngineFixture, type StackFile, startEngine } from "./fixture.ts";
import { startCommand } from "./run-command.ts";

/** Switches while other edits wait in the stack file: each test begins where the one before it ended. */
let engine: EngineFixture;
let stack: Stack;
let file: string;

test.before(async () => {
  engine = await startEngine("waiting-edits");
  await putBackends(engine.cluster.kubectl, devBackends);
  stack = await engine.open("exposure", await devConfig());
  file = join(stack.workspace.workDir, "Pulumi.test.yaml");
  await stack.up();
});
test.after.always(() => engine?.close());

type Services = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const command = (line: string) => startCommand(stack, line).ended;
const outputs = async () =>
  Object.fromEntries(Object.entries(await stack.outputs()).map(([key, { value }]) => [key, value]));
const served = async (...names: readonly string[]) =>
  Promise.all(names.map(async (name) => servedBy(await engine.live("ingress", name))));
/** Edits the stack file; what encrypts it stays. */
async function edit(change: (config: StackFile) => StackFile): Promise<void> {
  const { config, ...rest } = parse(await readFile(file, "utf8")) as { readonly config: StackFile };
  await writeFile(file, stringify({ ...rest, config: { ...config, ...change(config) } }));
}
const classes = (config: StackFile) => config["exposure:classes"] as Services;
const services = (config: StackFile) => config["exposure:services"] as Services;

test.serial("a switch goes past edits that wait and mistakes elsewhere, and publishes neither", async (t) => {
  const before = await outputs();
  await edit((config) => ({
    "exposure:classes": {
      ...classes(config),
      public: { ...classes(config).public, expose: { https: 8443 } },
      broken: { nodeSelector: 1 },
    },
    "exposure:services": {
      ...services(config),
      web: { ...services(config).web, hosts: ["moved.example"] },
      web2: { hosts: 1 },
    },
    "exposure:edge": "blue",
  }));
  const { ok, lines } = await command("on compete-feedback --reason down");
  t.true(ok, lines.join("\n"));
  for (const path of ["edge: ", "classes.broken.nodeSelector: ", "services.web2.hosts: "])
    t.true(
      lines.some((line) => line.startsWith(`warning: ${path}`)),
      path,
    );
  t.deepEqual(await served("compete-feedback-grpc"), ["compete-feedback-emergency"]);
  const after = await outputs();
  const { "compete-feedback": switched, ...others } = after.services;
  const { "compete-feedback": _, ...othersBefore } = before.services;
  t.deepEqual(others, othersBefore);
  t.deepEqual(after.classes, before.classes);
  t.deepEqual(after.failover, ["compete-feedback"]);
  t.deepEqual(switched.urls, before.services["compete-feedback"].urls);
  t.is(switched.active.service, "compete-feedback-emergency");
});

test.serial("a mistake of the service itself still refuses its switch", async (t) => {
  const { ok, lines } = await command("on web2 --reason down");
  t.false(ok);
  t.true(
    lines.some((line) => line.includes("services.web2.hosts: ")),
    lines.join("\n"),
  );
});

test.serial("what the check refuses is not published, whoever else was switched", async (t) => {
  await edit(() => ({ "exposure:edge": "", "exposure:failover": "none" }));
  await edit((config) => ({
    "exposure:classes": {
      public: { ...classes(config).public, expose: {} },
      internal: classes(config).internal,
    },
    "exposure:services": {
      ...services(config),
      web2: { backend: { service: "web2", port: 80 }, hosts: ["b.example"] },
    },
  }));
  await stack.up();
  t.deepEqual((await outputs()).failover, []);
  await putBackends(engine.cluster.kubectl, [
    { service: "audio-callback-api-emergency", port: "http", ready: 0 },
  ]);
  const { ok } = await command("on --all --reason down --partial");
  t.false(ok);
  t.deepEqual(await served("compete-feedback-grpc", "audio-callback-api"), [
    "compete-feedback-emergency",
    "audio-callback-api",
  ]);
  const { services: published, failover } = await outputs();
  t.deepEqual(failover, ["compete-feedback"]);
  t.is(published["audio-callback-api"].active.service, "audio-callback-api");
  t.is(published["audio-callback-api"].switch, undefined);
  // `pulumi up` says no more than that either.
  const { config } = parse(await readFile(file, "utf8")) as { readonly config: StackFile };
  const both = ["audio-callback-api", "compete-feedback"];
  const refused = await engine.attempt("up", { ...config, "exposure:failover": both });
  t.deepEqual(
    refused.map((line) => line.split(":")[1]),
    [' service "audio-callback-api" is not switched to its emergency backend', undefined],
  );
  t.deepEqual((await outputs()).failover, ["compete-feedback"]);
});

test.serial("a class that waits to change its controller is not half changed by a switch", async (t) => {
  await edit((config) => ({
    "exposure:failover": ["compete-feedback"],
    "exposure:classes": {
      ...classes(config),
      public: { ...classes(config).public, controller: "ingress-nginx" },
    },
  }));
  const { ok, lines } = await command("off compete-feedback");
  t.false(ok);
  t.true(
    lines.some((line) =>
      /service "compete-feedback" is of class "public" \(ingress-nginx\) in the stack file, .* class "public" \(f5\)/.test(
        line,
      ),
    ),
    lines.join("\n"),
  );
  t.deepEqual(await served("compete-feedback-grpc"), ["compete-feedback-emergency"]);
});

test.serial(
  "a class changes its controller: its IngressClass is replaced, and nothing is left to do",
  async (t) => {
    const { uid } = (await engine.live("ingressclass", "public")).metadata;
    const { replace, ...others } = counts((await stack.up()).summary.resourceChanges);
    t.is(replace, 1);
    t.is(others.delete, undefined);
    const { metadata, spec } = await engine.live("ingressclass", "public");
    t.not(metadata.uid, uid);
    t.is(spec.controller, "k8s.io/ingress-nginx-public");
    const { same, ...changes } = counts((await stack.up()).summary.resourceChanges);
    t.true((same ?? 0) > 0);
    t.deepEqual(changes, {});
    t.deepEqual(await served("compete-feedback-grpc"), ["compete-feedback-emergency"]);
  },
);
