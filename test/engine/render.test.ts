import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import { stringify } from "yaml";
import { run } from "../../lab/machine/run.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { devBackends, putBackends } from "./backends.ts";
import {
  counts,
  devConfig,
  type EngineFixture,
  type LiveObject,
  type StackFile,
  startEngine,
} from "./fixture.ts";

/** Break-glass: kubectl applies while the engine is unavailable, then the engine returns. Each test continues the previous one. */
let engine: EngineFixture;
let config: StackFile;
let resources: number;
let before: readonly string[];

test.before(async () => {
  engine = await startEngine("render");
  config = await devConfig();
  // a switch without a ready standby is refused
  await putBackends(engine.cluster.kubectl, devBackends);
  const { summary } = await (await engine.open("exposure", config)).up();
  resources = counts(summary.resourceChanges).create ?? 0;
  before = (await live()).map(stated);
});
test.after.always(() => engine?.close());

const live = () =>
  Promise.all(
    ["audio-callback-api", "compete-feedback-grpc", "web"].map((name) => engine.live("ingress", name)),
  );

/** In a separate process, as a user runs it, without engine and cluster. */
async function rendered(t: ExecutionContext, ...args: readonly string[]): Promise<string> {
  const root = await temporaryFolder(t);
  await writeFile(join(root, "stack.yaml"), stringify({ config }));
  const command = fileURLToPath(new URL("../../operations/render.ts", import.meta.url));
  const env = { KUBECONFIG: "/nowhere", PULUMI_HOME: "/nowhere", PULUMI_BACKEND_URL: "file:///nowhere" };
  const file = join(root, "stack.yaml");
  return (await run(process.execPath, [command, "--stack", "dev", "--file", file, ...args], { env })).stdout;
}

/** As the head of the file says, and strictly. */
function apply(input: string) {
  return engine.cluster.kubectl.run(
    ["apply", "--server-side", "--force-conflicts", "--validate=strict", "-o", "name", "-f", "-"],
    { input },
  );
}

test.serial("the API server accepts the whole render, which equals the engine's objects", async (t) => {
  const { stdout } = await apply(await rendered(t));
  // all but the provider and the components
  t.true(stdout.trimEnd().split("\n").length > 25);
  t.deepEqual((await live()).map(stated), before);
  const stack = await engine.open("exposure", config);
  t.deepEqual(counts((await stack.refresh()).summary.resourceChanges), { same: resources });
  t.deepEqual(counts((await stack.up()).summary.resourceChanges), { same: resources });
});

test.serial(
  "the next up with the same switch takes over what was rendered and applied by hand",
  async (t) => {
    await apply(await rendered(t, "--failover", "all", "--only", "failover"));
    t.deepEqual((await live()).map(backend), emergency);

    const switched = { ...config, "exposure:failover": "all" };
    const { summary } = await (await engine.open("exposure", switched)).up();
    t.deepEqual(counts(summary.resourceChanges), { update: 2, same: resources - 2 });
    t.deepEqual((await live()).map(backend), emergency);
    t.deepEqual((await live()).slice(0, 2).map(managers), [0, 0], "kubectl no longer owns any field");

    const back = await (await engine.open("exposure", config)).up();
    t.deepEqual(counts(back.summary.resourceChanges), { update: 2, same: resources - 2 });
    t.deepEqual((await live()).map(stated), before);
  },
);

test.serial("an up with refresh and without the switch reverts a switch applied by hand", async (t) => {
  await apply(await rendered(t, "--failover", "compete-feedback", "--only", "compete-feedback"));
  t.deepEqual((await live()).map(backend), ["audio-callback-api", "compete-feedback-emergency", "web"]);
  const { summary } = await (await engine.open("exposure", config)).up({ refresh: true });
  t.is(summary.result, "succeeded");
  t.deepEqual((await live()).map(stated), before);
});

test.serial(
  "a switch undone by hand stays undone, and the next up without the switch clears its mark",
  async (t) => {
    await (await engine.open("exposure", { ...config, "exposure:failover": "all" })).up();
    await apply(await rendered(t, "--failover", "none", "--only", "failover"));
    t.deepEqual((await live()).map(backend), ["audio-callback-api", "compete-feedback", "web"]);
    // kubectl does not remove other managers' fields, so the switch's mark stays until the next up
    t.deepEqual((await live()).map(mark), ["emergency", "emergency", undefined]);
    await (await engine.open("exposure", config)).up();
    t.deepEqual((await live()).map(stated), before);
  },
);

const emergency = ["audio-callback-api-emergency", "compete-feedback-emergency", "web"];

function backend({ spec }: LiveObject): string {
  const { rules } = spec as {
    readonly rules: readonly { readonly http: { readonly paths: readonly Path[] } }[];
  };
  return rules[0]?.http.paths[0]?.backend.service.name ?? "";
}

function mark({ metadata }: LiveObject): string | undefined {
  return metadata.annotations?.["exposure.dev/backend"];
}

interface Path {
  readonly backend: { readonly service: { readonly name: string } };
}

/** Entries of managedFields that are kubectl's. */
function managers({ metadata }: LiveObject): number {
  const { managedFields = [] } = metadata as {
    readonly managedFields?: readonly { readonly manager: string }[];
  };
  return managedFields.filter(({ manager }) => manager.startsWith("kubectl")).length;
}

/** The part of an object that the stack sets, as text. */
function stated({ metadata: { labels, annotations }, spec }: LiveObject): string {
  return JSON.stringify({ labels, annotations, spec });
}
