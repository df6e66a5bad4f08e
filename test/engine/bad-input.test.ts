import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { stringify } from "yaml";
import { devConfig, type EngineFixture, startEngine } from "./fixture.ts";

let engine: EngineFixture;

test.before(async () => {
  engine = await startEngine("bad-input");
});
test.after.always(() => engine?.close());

/** A preview of the dev stack with these changes must fail with this sentence, without a stack trace, and touch nothing. */
const refused: readonly [string, Readonly<Record<string, unknown>>, readonly string[]][] = [
  ["an unknown key", { "exposure:clases": {} }, ['unknown key, did you mean "classes"?']],
];

for (const [title, changed, sentences] of refused) {
  test.serial(`${title} is refused by the engine's preview`, async (t) => {
    const stack = await engine.open("exposure", { ...(await devConfig()), ...changed });
    const error = await t.throwsAsync(stack.preview(), { instanceOf: Error });
    for (const sentence of sentences) t.true(error?.message.includes(sentence), error?.message);
    t.false(error?.message.includes("    at "), "no stack trace");
    t.deepEqual(await engine.ours("ns"), []);
  });
}

test.serial("an API server that does not answer is named within 15 s, with what to check", async (t) => {
  const kubeconfig = await kubeconfigOf("https://127.0.0.1:1", "gone");
  const stack = await engine.open("exposure", { ...(await devConfig()), "exposure:kubeconfig": kubeconfig });
  const start = Date.now();
  const error = await t.throwsAsync(stack.up(), { instanceOf: Error });
  t.true(Date.now() - start < 15_000);
  t.true(
    error?.message.includes(
      'the Kubernetes API server https://127.0.0.1:1 (context "gone") can not be reached: connection refused; check that it runs',
    ),
    error?.message,
  );
});

test.serial("a context that the kubeconfig lacks is refused with those there are", async (t) => {
  const kubeconfig = await kubeconfigOf("https://127.0.0.1:1", "lab");
  const changed = { "exposure:kubeconfig": kubeconfig, "exposure:context": "prod" };
  const stack = await engine.open("exposure", { ...(await devConfig()), ...changed });
  const error = await t.throwsAsync(stack.preview(), { instanceOf: Error });
  t.true(
    error?.message.includes('context: expected a context of the kubeconfig (there are: lab), got "prod"'),
    error?.message,
  );
});

async function kubeconfigOf(server: string, context: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "exposure-kubeconfig-")), "config");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    contexts: [{ name: context, context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server } }],
    users: [{ name: "u", user: {} }],
  };
  await writeFile(path, stringify(config));
  return path;
}
