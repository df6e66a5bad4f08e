import { setTimeout as sleep } from "node:timers/promises";
import * as k8s from "@pulumi/kubernetes";
import * as random from "@pulumi/random";
import test from "ava";
import { labNodes } from "../../../../lab/cluster/nodes.ts";
import { configMap, deployment, type StandIns, startStandIns } from "../fixture.ts";

let lab: StandIns;

test.before(async (t) => {
  t.timeout(20 * 60_000, "the first run builds the engine and the control plane");
  lab = await startStandIns("stand-in-test");
});
test.after.always(() => lab?.close());

test.serial("create refuses an object that exists, and leaves it alone", async (t) => {
  await lab.kubectl("create", "configmap", "taken", "--from-literal=owner=somebody");
  const stack = await lab.open("create", () => configMap("taken", { owner: "program" }));
  await t.throwsAsync(stack.up(), { message: /ConfigMap default\/taken: it exists already\./ });
  t.is(await lab.field("configmap", "taken", ".data.owner"), "somebody");
});

test.serial("an object without a name keeps the one it was given", async (t) => {
  const named = (label: string) => () => {
    new k8s.core.v1.ServiceAccount("robot", { metadata: { labels: { label } } });
  };
  const find = () =>
    lab.kubectl("get", "serviceaccount", "-l", "label", "-o", "jsonpath={.items[*].metadata.name}");
  await (await lab.open("naming", named("a"))).up();
  const name = await find();
  t.regex(name, /^robot-[0-9a-f]{8}$/);
  const { summary } = await (await lab.open("naming", named("b"))).up();
  t.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
  t.is(await find(), name);
});

test.serial("what cannot change in place is replaced: deleted first where the name stays", async (t) => {
  const skip = { "pulumi.com/skipAwait": "true" };
  const program = (app: string, name: string) => () => {
    deployment("selecting", skip, {}, { app });
    new k8s.core.v1.ConfigMap("renamed", { metadata: { name }, data: { app } });
  };
  await (await lab.open("replace", program("a", "name-a"))).up();
  const uid = await lab.field("deployment", "selecting", ".metadata.uid");
  const { summary } = await (await lab.open("replace", program("b", "name-b"))).up();
  t.deepEqual(summary.resourceChanges, { same: 1, replace: 2 });
  t.not(await lab.field("deployment", "selecting", ".metadata.uid"), uid);
  t.is(await lab.field("deployment", "selecting", ".spec.selector.matchLabels.app"), "b");
  t.is(await lab.field("configmap", "name-a", ".data.app"), "");
  t.is(await lab.field("configmap", "name-b", ".data.app"), "b");
});

test.serial("a ConfigMap's data replaces it, and updates it where the provider says so", async (t) => {
  const program = (value: string, enableConfigMapMutable: boolean) => () => {
    const provider = new k8s.Provider("provider", { enableConfigMapMutable });
    configMap("settings", { value }, {}, { provider });
  };
  await (await lab.open("mutable", program("a", false))).up();
  const first = await lab.field("configmap", "settings", ".metadata.uid");
  const replaced = await (await lab.open("mutable", program("b", false))).up();
  const second = await lab.field("configmap", "settings", ".metadata.uid");
  const updated = await (await lab.open("mutable", program("c", true))).up();
  t.deepEqual(replaced.summary.resourceChanges, { same: 2, replace: 1 });
  t.not(second, first);
  t.is(updated.summary.resourceChanges?.replace, undefined);
  t.is(await lab.field("configmap", "settings", ".metadata.uid"), second);
  t.is(await lab.field("configmap", "settings", ".data.value"), "c");
});

test.serial("deletion waits until the object is gone", async (t) => {
  const program = () => {
    configMap("held", {}, { finalizers: ["example.com/held"] }, { customTimeouts: { delete: "2s" } });
  };
  const stack = await lab.open("delete", program);
  await stack.up();
  await t.throwsAsync(stack.destroy(), {
    message:
      /ConfigMap default\/held was deleted, but is still there after 2 s: it waits for its finalizers example\.com\/held/,
  });
  const release = async () => {
    await sleep(1000);
    const patient = lab.kubectl(
      "patch",
      "configmap",
      "held",
      "--type=json",
      "-p",
      '[{"op":"remove","path":"/metadata/finalizers"}]',
    );
    await patient;
  };
  const [{ summary }] = await Promise.all([stack.destroy(), release()]);
  t.deepEqual(summary.resourceChanges, { delete: 2 });
  t.is(await lab.field("configmap", "held", ".metadata.name"), "");
});

test.serial("Deployments, DaemonSets, Services and Ingresses are awaited", async (t) => {
  const program = () => {
    const web = deployment("web");
    new k8s.apps.v1.DaemonSet("agent", {
      metadata: { name: "agent" },
      spec: {
        selector: { matchLabels: { app: "agent" } },
        template: {
          metadata: { labels: { app: "agent" } },
          spec: { containers: [{ name: "main", image: "lab/none" }] },
        },
      },
    });
    const service = new k8s.core.v1.Service(
      "web",
      { metadata: { name: "web" }, spec: { selector: { app: "web" }, ports: [{ port: 80 }] } },
      { dependsOn: web },
    );
    new k8s.networking.v1.Ingress("web", {
      metadata: { name: "web", annotations: { "pulumi.com/timeoutSeconds": "30" } },
      spec: { defaultBackend: { service: { name: service.metadata.name, port: { number: 80 } } } },
    });
  };
  const publish = async () => {
    const status = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } } });
    while ((await lab.field("ingress", "web", ".metadata.name")) === "") await sleep(200);
    await sleep(500);
    const published = performance.now();
    await lab.kubectl("patch", "ingress", "web", "--subresource=status", "--type=merge", "-p", status);
    return published;
  };
  const stack = await lab.open("await", program);
  const up = stack.up().then((result) => ({ result, ended: performance.now() }));
  const [published, { result, ended }] = await Promise.all([publish(), up]);
  t.deepEqual(result.summary.resourceChanges, { create: 5 });
  t.true(ended > published);
  const state = await states(stack);
  t.is(state.Deployment?.outputs.status?.availableReplicas, 2);
  t.is(state.DaemonSet?.outputs.status?.numberAvailable, labNodes.length);
  t.is(
    await lab.field(
      "endpointslice",
      `-lkubernetes.io/service-name=web`,
      ".items[0].endpoints[1].conditions.ready",
    ),
    "true",
  );
});

test.serial("timeoutSeconds ends the wait, skipAwait does without", async (t) => {
  const nowhere = { "no-such": "node" };
  const timeout = { "pulumi.com/timeoutSeconds": "2" };
  const stack = await lab.open("timeout", () => deployment("stuck", timeout, nowhere));
  await t.throwsAsync(stack.up(), {
    message: /Deployment default\/stuck is stored, but is not ready after 2 s: 0 of 2 Pods are available/,
  });
  t.is((await states(stack)).Deployment?.id, "default/stuck", "the engine knows what was stored");
  const skipping = await lab.open("timeout", () =>
    deployment("stuck", { "pulumi.com/skipAwait": "true" }, nowhere),
  );
  t.deepEqual((await skipping.up()).summary.resourceChanges, { same: 1, update: 1 });
});

test.serial("secrets stay secret in the state", async (t) => {
  const program = () => {
    const password = new random.RandomPassword("password", { length: 24 });
    new k8s.core.v1.Secret("login", {
      metadata: { name: "login" },
      stringData: { password: password.result, user: "plain-user" },
    });
    new k8s.core.v1.ConfigMap("mixed", {
      metadata: { name: "mixed" },
      data: { password: password.result, open: "in-the-open" },
    });
  };
  const stack = await lab.open("secret", program);
  await stack.up();
  const encoded = await lab.field("secret", "login", ".data.password");
  const password = Buffer.from(encoded, "base64").toString();
  t.is(password.length, 24);
  t.is(await lab.field("configmap", "mixed", ".data.password"), password);
  const state = await lab.stored("secret");
  for (const hidden of [password, encoded, "plain-user"]) t.false(state.includes(hidden));
  t.true(state.includes("in-the-open"));
  await stack.refresh();
  const refreshed = await lab.stored("secret");
  for (const hidden of [password, encoded]) t.false(refreshed.includes(hidden));
  t.deepEqual((await stack.up()).summary.resourceChanges, { same: 4 });
});

test.serial("refresh sees drift and a deleted object, and up mends both", async (t) => {
  const program = () => {
    new k8s.core.v1.Service("drifting", { metadata: { name: "drifting" }, spec: { ports: [{ port: 80 }] } });
    configMap("vanishing", { a: "1" });
  };
  const stack = await lab.open("drift", program);
  await stack.up();
  t.deepEqual((await stack.refresh()).summary.resourceChanges, { same: 3 });
  await lab.kubectl("patch", "service", "drifting", "--type=merge", "-p", '{"spec":{"ports":[{"port":81}]}}');
  await lab.kubectl("delete", "configmap", "vanishing");
  t.deepEqual((await stack.refresh()).summary.resourceChanges, { same: 1, update: 1, delete: 1 });
  t.deepEqual((await stack.up()).summary.resourceChanges, { same: 1, update: 1, create: 1 });
  t.is(await lab.field("service", "drifting", ".spec.ports[*].port"), "80");
  t.is(await lab.field("configmap", "vanishing", ".data.a"), "1");
});

test.serial("a field another controller manages is a conflict, taken over only by patchForce", async (t) => {
  const program =
    (value: string, annotations = {}) =>
    () => {
      new k8s.core.v1.Service("shared", {
        metadata: { name: "shared", annotations },
        spec: { sessionAffinity: value, ports: [{ port: 80 }] },
      });
    };
  await (await lab.open("conflict", program("None"))).up();
  await lab.kubectl(
    "patch",
    "service",
    "shared",
    "--type=merge",
    "--field-manager=operator",
    "-p",
    '{"spec":{"sessionAffinity":"ClientIP"}}',
  );
  const labelled = program("None", { changed: "yes" });
  await t.throwsAsync((await lab.open("conflict", labelled)).up({ refresh: true }), {
    message:
      /Service default\/shared: another field manager owns fields this program sets: .*"operator".*\.spec\.sessionAffinity/s,
  });
  t.is(await lab.field("service", "shared", ".spec.sessionAffinity"), "ClientIP");
  await (await lab.open("conflict", program("None", { "pulumi.com/patchForce": "true" }))).up();
  t.is(await lab.field("service", "shared", ".spec.sessionAffinity"), "None");
});

test.serial(
  "a manifest the API server would refuse fails in the preview, even without its namespace",
  async (t) => {
    const stack = await lab.open("strict", () => {
      const namespace = new k8s.core.v1.Namespace("later", { metadata: { name: "later" } });
      const spec: object = { rules: [{ hots: "typo.example" }] };
      new k8s.networking.v1.Ingress("typo", {
        metadata: { name: "typo", namespace: namespace.metadata.name },
        spec,
      });
    });
    await t.throwsAsync(stack.preview(), {
      message: /Ingress later\/typo: .*unknown field "spec\.rules\[0\]\.hots"/,
    });
  },
);

test.serial("an API server that is not there is named, soon", async (t) => {
  const config = await lab.kubectl("config", "view", "--raw");
  const kubeconfig = config.replace(/server: .*/, "server: https://127.0.0.1:1");
  const stack = await lab.open("unreachable", () => {
    configMap("nowhere", {}, {}, { provider: new k8s.Provider("provider", { kubeconfig }) });
  });
  const start = performance.now();
  await t.throwsAsync(stack.preview(), {
    message: /The Kubernetes API server at https:\/\/127\.0\.0\.1:1 cannot be reached \(connect ECONNREFUSED/,
  });
  t.true(performance.now() - start < 15_000);
});

test.serial("a context that is missing is answered with those there are", async (t) => {
  const stack = await lab.open("context", () => {
    configMap("nowhere", {}, {}, { provider: new k8s.Provider("provider", { context: "elsewhere" }) });
  });
  await t.throwsAsync(stack.preview(), {
    message: /has no context "elsewhere": it has kwok-stand-in-test\./,
  });
});

test.serial("other keepers make another random value", async (t) => {
  const program = (keeper: string) => () => {
    new random.RandomString("suffix", { length: 12, special: false, keepers: { keeper } });
    new random.RandomId("id", { byteLength: 4 });
    new random.RandomBytes("key", { length: 16 });
  };
  const stack = await lab.open("random", program("a"));
  await stack.up();
  const first = await states(stack);
  t.regex(first.RandomString?.outputs.result ?? "", /^[A-Za-z0-9]{12}$/);
  t.regex(first.RandomId?.outputs.hex ?? "", /^[0-9a-f]{8}$/);
  t.deepEqual((await stack.up()).summary.resourceChanges, { same: 4 });
  const again = await lab.open("random", program("b"));
  t.deepEqual((await again.up()).summary.resourceChanges, { same: 3, replace: 1 });
  const second = await states(again);
  t.not(second.RandomString?.outputs.result, first.RandomString?.outputs.result);
  t.is(second.RandomId?.outputs.hex, first.RandomId?.outputs.hex);
});

interface ResourceState {
  readonly id: string;
  readonly outputs: {
    readonly status?: Readonly<Record<string, number>>;
    readonly result?: string;
    readonly hex?: string;
  };
}

/** The stack's resources by the last part of their type. */
async function states(stack: { exportStack(): Promise<{ deployment: unknown }> }) {
  const { deployment } = await stack.exportStack();
  const { resources } = deployment as { resources: readonly (ResourceState & { type: string })[] };
  return Object.fromEntries(
    resources.map((resource) => [resource.type.split(":").at(-1), resource]),
  ) as Partial<Record<string, ResourceState>>;
}
