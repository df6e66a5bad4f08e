import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { stringify } from "yaml";
import { temporaryFolder } from "../temporary-folder.ts";
import { devConfig, type EngineFixture, type StackFile, startEngine } from "./fixture.ts";

let engine: EngineFixture;
let config: StackFile;

test.before(async () => {
  engine = await startEngine("bad-input");
  config = await devConfig();
});
test.after.always(() => engine?.close());

const classes = (changed: Readonly<Record<string, unknown>>) => ({
  ...config,
  "exposure:classes": { ...(config["exposure:classes"] as object), ...changed },
});

test.serial("every problem is shown at once with its path, and nothing is changed", async (t) => {
  const broken = {
    ...classes({ extra: { contoller: "f5", expose: { http: 80800 } } }),
    "exposure:failovr": "all",
    "exposure:services": { web: { hosts: "hello-world.example", backend: { service: "web", port: "http" } } },
  };
  t.deepEqual(await engine.attempt("up", broken), [
    [
      "4 problems",
      'exposure:failovr: unknown key, did you mean "exposure:failover"?',
      'classes.extra.contoller: unknown key, did you mean "controller"?',
      "classes.extra.expose.http: expected a whole number from 1 to 65535, got 80800",
      'services.web.hosts: expected a list, got "hello-world.example" (a string)',
    ].join("\n  "),
  ]);
  t.deepEqual(await engine.ours("ns"), []);
});

test.serial("classes that can share a node are refused with the port that both use", async (t) => {
  const [sentence = "", ...others] = await engine.attempt(
    "preview",
    classes({ twin: { nodeSelector: { "exposure.dev/edge": "public" } } }),
  );
  t.deepEqual(others, []);
  t.regex(sentence, /"public".*"twin"|"twin".*"public"/);
  t.regex(sentence, /port 80\b/);
});

test.serial("an API server that does not answer is reported within 15 s, with what to check", async (t) => {
  const kubeconfig = await kubeconfigOf(t, "https://127.0.0.1:1", "gone");
  const start = Date.now();
  t.deepEqual(await engine.attempt("up", { ...config, "exposure:kubeconfig": kubeconfig }), [
    'the Kubernetes API server https://127.0.0.1:1 (context "gone") cannot be reached: connection refused; check that it runs, that this machine has a route to it, and that the context is the right one; nothing was changed',
  ]);
  t.true(Date.now() - start < 15_000);
});

test.serial("an unknown context is refused with the kubeconfig's contexts", async (t) => {
  const kubeconfig = await kubeconfigOf(t, "https://127.0.0.1:1", "lab");
  const changed = { "exposure:kubeconfig": kubeconfig, "exposure:context": "prod" };
  t.deepEqual(await engine.attempt("preview", { ...config, ...changed }), [
    'context: expected a context of the kubeconfig (there are: lab), got "prod"',
  ]);
});

const service = (changed: Readonly<Record<string, unknown>>) => ({
  ...config,
  "exposure:services": {
    shop: { backend: { service: "shop", port: 80 }, hosts: ["shop.example"], ...changed },
  },
});

test.serial("the preview reports a missing namespace, and an update changes nothing", async (t) => {
  const elsewhere = service({ namespace: "shop" });
  const refusal = [
    'there is no namespace "shop", which is that of service "shop": kubectl create namespace shop',
  ];
  t.deepEqual(await engine.attempt("preview", elsewhere), refusal);
  t.deepEqual(await engine.attempt("up", elsewhere), refusal);
  t.deepEqual(await engine.ours("ns"), []);
  await engine.cluster.kubectl.run(["create", "namespace", "shop"]);
  t.deepEqual(await engine.attempt("preview", elsewhere), []);
});

test.serial("a missing namespace does not stop an emergency switch", async (t) => {
  const emergency = { service: "shop-standby" };
  const elsewhere = {
    ...service({ namespace: "gone", emergency }),
    "exposure:failover": { services: { shop: { mode: "on", force: true } } },
  };
  t.deepEqual(await engine.attempt("preview", elsewhere), []);
});

async function kubeconfigOf(t: ExecutionContext, server: string, context: string): Promise<string> {
  const path = join(await temporaryFolder(t), "config");
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
