import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import test from "ava";
import { run } from "../../lab/machine/run.ts";
import { openStack } from "../../lab/stacks/open-stack.ts";
import { ensureEngine } from "../../lab/tools/engine.ts";
import { documentedProgram, packedConsumer, removeBuild } from "../package/consumer.ts";
import { putBackends, servedBy } from "./backends.ts";
import { counts, type EngineFixture, startEngine } from "./fixture.ts";

/** The package from its tarball, in a project of its own. Each test continues the previous one. */
let engine: EngineFixture;
let folder: string;
let project: string;
let resources: number;

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "exposure-consumer-"));
  ({ project } = await packedConsumer(folder));
  engine = await startEngine("package");
  await putBackends(engine.cluster.kubectl, [
    { service: "api", port: "http", ready: 2 },
    { service: "api-standby", port: "http", ready: 0 },
  ]);
});
test.after.always(async () => {
  await engine?.close();
  await removeBuild();
  await rm(folder, { recursive: true, force: true });
});

/** Where a consumer's program and its stack are. */
async function placed(file: string, text: string) {
  await writeFile(join(project, file), text);
  const workDir = await mkdtemp(join(folder, "work-"));
  await writeFile(join(workDir, "Pulumi.yaml"), "name: exposure\nruntime: nodejs\n");
  const { kubeconfig } = engine.cluster;
  return { file: join(project, file), backend: join(folder, "state"), kubeconfig, workDir };
}

async function up(name: string, text: string) {
  const { file, ...paths } = await placed(name, text);
  // A module is evaluated once for each address.
  const program = () => import(`${pathToFileURL(file).href}?${++runs}`);
  const tools = { engine: await ensureEngine(), program };
  return (await openStack({ project: "exposure", stack: "test", ...tools, ...paths })).up();
}

let runs = 0;

/** What an update by this program is refused with: in a process of its own, as it leaves rejected promises behind. */
async function refusalOf(name: string, text: string): Promise<readonly string[]> {
  const place = await placed(name, text);
  const { stdout } = await run(process.execPath, [attemptScript, JSON.stringify(place)], {
    timeout: 180_000,
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

const attemptScript = fileURLToPath(new URL("attempt-program.ts", import.meta.url));

test.serial("the documented program, in TypeScript, comes up on a real API server", async (t) => {
  const { summary, outputs } = await up("program.ts", await documentedProgram());
  const { create = 0, ...others } = counts(summary.resourceChanges);
  resources = create;
  t.deepEqual(others, {});
  t.deepEqual(outputs.urls?.value, ["http://api.example.com/"]);
  t.deepEqual(await engine.ours("ingressclass"), ["public"]);
  t.deepEqual(await engine.ours("ingress"), [
    "default/api",
    "default/public-host-www.example.com",
    "default/shop",
    "default/web",
  ]);
});

test.serial("in JavaScript it is the same program: nothing changes", async (t) => {
  const { summary } = await up("program.mjs", await documentedProgram());
  t.deepEqual(counts(summary.resourceChanges), { same: resources });
});

const emergency = 'emergency: { service: "api-standby" },';

test.serial("its emergency switch is checked first, and says how to force it", async (t) => {
  const on = (await documentedProgram()).replace(emergency, `${emergency} failover: "on",`);
  const errors = await refusalOf("refused.ts", on);
  t.true(
    errors.some((error) =>
      /service "api" is not switched to its emergency backend: Service default\/api-standby has 0 of the required 1 ready endpoints.*force the switch \(services\.api\.failover: \{ mode: on, force: true \}\)/.test(
        error,
      ),
    ),
    errors.join("\n"),
  );
  t.is(servedBy(await engine.live("ingress", "api")), "api");
});

test.serial("the switch updates one Ingress, and back", async (t) => {
  await putBackends(engine.cluster.kubectl, [{ service: "api-standby", port: "http", ready: 1 }]);
  const on = (await documentedProgram()).replace(emergency, `${emergency} failover: "on",`);
  const { summary } = await up("program.ts", on);
  t.deepEqual(counts(summary.resourceChanges), { update: 1, same: resources - 1 });
  t.is(servedBy(await engine.live("ingress", "api")), "api-standby");
  const back = await up("program.ts", await documentedProgram());
  t.deepEqual(counts(back.summary.resourceChanges), { update: 1, same: resources - 1 });
  t.is(servedBy(await engine.live("ingress", "api")), "api");
});

/** The program with one service more, whose backend is an Output. */
const withOutput = async (name: string) => `import * as k8s from "@pulumi/kubernetes";
${await documentedProgram()}
const late = new k8s.core.v1.Service("late", { spec: { ports: [{ port: 80 }] } });
new ServiceIngress("late", {
  class: publicClass,
  hosts: ["late.example.com"],
  backend: { service: ${name}, port: 80 },
});
`;

test.serial(
  "an Output that turns out wrong is refused like a plain value, before its Ingress is",
  async (t) => {
    const errors = await refusalOf("wrong.ts", await withOutput("late.metadata.name.apply(() => 'Late')"));
    const sentence = /services\.late\.backend\.service: expected the name of a Service .* got "Late"/;
    t.true(
      errors.some((error) => sentence.test(error)),
      errors.join("\n"),
    );
    t.false((await engine.ours("ingress")).includes("default/late"));
  },
);

test.serial("an Output of another resource is filled in", async (t) => {
  await up("program.ts", await withOutput("late.metadata.name"));
  t.regex(servedBy(await engine.live("ingress", "late")), /^late-[0-9a-f]+$/);
});

test.serial("mistakes are refused in the words of the preview, and nothing changes", async (t) => {
  const mistaken = (await documentedProgram()).replace(
    'hosts: ["api.example.com"]',
    'host: "api.example.com"',
  );
  t.deepEqual(await refusalOf("mistaken.mjs", mistaken), [
    'services.api.host: unknown key, did you mean "hosts"?',
  ]);
  t.true((await engine.ours("ingress")).includes("default/api"));
});
