import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import type { ExposureArgs } from "../../components/exposure.ts";
import type { ServiceArgs } from "../../core/model/service.ts";
import { run } from "../../lab/machine/run.ts";
import { openStack } from "../../lab/stacks/open-stack.ts";
import { ensureEngine } from "../../lab/tools/engine.ts";
import { documentedArgs } from "../plugin/documented.ts";
import { type LaunchedPlugin, launchPlugin } from "../plugin/launch.ts";
import { putBackends, servedBy } from "./backends.ts";
import { counts, type EngineFixture, startEngine } from "./fixture.ts";
import { remoteExposure } from "./remote-exposure.ts";

/** The plugin behind the real engine, as programs in any language use it. Each test continues the previous one. */
let engine: EngineFixture;
let plugin: LaunchedPlugin;
let folder: string;
let paths: { readonly backend: string; readonly kubeconfig: string; readonly workDir: string };
let resources: number;

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "exposure-plugin-"));
  const workDir = join(folder, "project");
  await mkdir(workDir);
  await writeFile(join(workDir, "Pulumi.yaml"), "name: exposure\nruntime: nodejs\n");
  engine = await startEngine("plugin");
  const { kubeconfig } = engine.cluster;
  paths = { backend: join(folder, "state"), kubeconfig, workDir };
  plugin = await launchPlugin(workDir, { KUBECONFIG: kubeconfig });
  process.env.PULUMI_DEBUG_PROVIDERS = `exposure:${plugin.port}`;
  await putBackends(engine.cluster.kubectl, [
    { service: "api", port: "http", ready: 2 },
    { service: "api-standby", port: "http", ready: 0 },
  ]);
});
test.after.always(async () => {
  plugin?.process.kill();
  await engine?.close();
  await rm(folder, { recursive: true, force: true });
});

const args = documentedArgs();
const api = args.services?.api as ServiceArgs;

async function up(given: ExposureArgs) {
  const program = async () => {
    const { classes, services, failover } = remoteExposure(given) as unknown as Readonly<
      Record<string, unknown>
    >;
    return { classes, services, failover };
  };
  const stack = { project: "exposure", stack: "test", engine: await ensureEngine() } as const;
  return (await openStack({ ...stack, program, ...paths })).up();
}

/** What an update is refused with: in a process of its own, as it leaves rejected promises behind. */
async function refusalOf(given: unknown): Promise<readonly string[]> {
  const file = here("remote-program.ts");
  const { stdout } = await run(
    process.execPath,
    [here("attempt-program.ts"), JSON.stringify({ file, ...paths })],
    {
      env: { EXPOSURE_ARGS: JSON.stringify(given) },
      timeout: 180_000,
    },
  );
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

function here(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

test.serial("the engine finds no fault with the schema", async (t) => {
  const { path, home } = await ensureEngine();
  const check = run(path, ["schema", "check", here("../../plugin/schema.json")], {
    env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  await t.notThrowsAsync(check);
});

test.serial("the engine reads the schema from the plugin, whole", async (t) => {
  const executable = join(folder, "pulumi-resource-exposure");
  await writeFile(
    executable,
    `#!/bin/sh\nexec '${process.execPath}' '${here("../../plugin/index.cjs")}' "$@"\n`,
  );
  await chmod(executable, 0o755);
  const { path, home } = await ensureEngine();
  const { stdout } = await run(path, ["package", "get-schema", executable], {
    env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DEBUG_PROVIDERS: undefined },
  });
  const written = JSON.parse(await readFile(here("../../plugin/schema.json"), "utf8"));
  const { types, resources: found } = JSON.parse(stdout);
  const { requiredInputs: _, ...component } = written.resources["exposure:index:Exposure"];
  t.deepEqual(found, { "exposure:index:Exposure": component });
  t.deepEqual(Object.keys(types), Object.keys(written.types));
});

test.serial("a class and a service come up as children of the component", async (t) => {
  const { summary, outputs } = await up(args);
  const { create = 0, ...others } = counts(summary.resourceChanges);
  resources = create;
  t.deepEqual(others, {});
  t.true(resources > 10);
  t.deepEqual(await engine.ours("ingressclass"), ["public"]);
  t.deepEqual(await engine.ours("ingress"), ["default/api"]);
  t.deepEqual(outputs.services?.value.api.urls, ["http://api.example.com/"]);
  t.is(outputs.classes?.value.public.className, "public");
  t.deepEqual(outputs.failover?.value, []);
});

test.serial("the same arguments change nothing", async (t) => {
  const { summary } = await up(args);
  t.deepEqual(counts(summary.resourceChanges), { same: resources });
});

test.serial("mistakes are refused in the words of the preview, all at once", async (t) => {
  const [error = ""] = await refusalOf({
    ...args,
    services: { api: { ...api, backend: { service: "api", port: 0 }, hostz: [] } },
  });
  t.is(
    error,
    [
      "exposure:index:Exposure resource 'edge' has a problem: 2 problems",
      "  services.api.backend.port: expected a whole number from 1 to 65535, got 0",
      '  services.api.hostz: unknown key, did you mean "hosts"?',
    ].join("\n"),
  );
});

test.serial("a switch is checked first", async (t) => {
  const errors = await refusalOf({ ...args, failover: ["api"] });
  const sentence =
    /service "api" is not switched to its emergency backend: Service default\/api-standby has 0 of the required 1 ready endpoints/;
  t.true(
    errors.some((error) => sentence.test(error)),
    errors.join("\n"),
  );
  t.is(servedBy(await engine.live("ingress", "api")), "api");
});

test.serial("a switch updates one Ingress, and the outputs say so", async (t) => {
  await putBackends(engine.cluster.kubectl, [{ service: "api-standby", port: "http", ready: 1 }]);
  const { summary, outputs } = await up({ ...args, failover: ["api"] });
  t.deepEqual(counts(summary.resourceChanges), { update: 1, same: resources - 1 });
  t.deepEqual(outputs.failover?.value, ["api"]);
  t.is(servedBy(await engine.live("ingress", "api")), "api-standby");
});
