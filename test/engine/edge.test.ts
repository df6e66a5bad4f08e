import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import test, { type ExecutionContext } from "ava";
import type { EdgeOutputs } from "../../core/model/outputs.ts";
import { putBackends } from "./backends.ts";
import {
  changes,
  dataOf,
  type EdgeStacks,
  partners,
  startEdgeStacks,
  virtualIp,
  withPartners,
} from "./edge-stacks.ts";
import { counts } from "./fixture.ts";

/** Both stacks from creation to destruction. Each test continues the previous one. */
let stacks: EdgeStacks;
let resources: number;

test.before(async () => {
  stacks = await startEdgeStacks("edge");
});
test.after.always(() => stacks?.engine.close());

const stateOfEdge = async () => {
  const { workspace } = await stacks.engine.open("haproxy-edge", stacks.edge);
  const backend = fileURLToPath(workspace.envVars.PULUMI_BACKEND_URL ?? "");
  return readFile(join(backend, ".pulumi/stacks/haproxy-edge/test.json"), "utf8");
};
/** Every object of these kinds in the cluster. */
const inCluster = async (kinds: string) =>
  (await stacks.engine.cluster.kubectl.run(["get", kinds, "-A", "-o", "json"])).stdout;

test.serial("an edge without its exposure stack names the missing stack, and creates nothing", async (t) => {
  for (const operation of ["preview", "up"] as const) {
    t.deepEqual(await stacks.refused({}, operation), [
      'there is no stack "organization/exposure/test": run `pulumi up` on it first, or set haproxy-edge:exposure to the full name of another; nothing was changed',
    ]);
  }
  t.deepEqual(await stacks.engine.ours("ns"), []);
});

test.serial("a demo without its exposure stack names the missing stack too", async (t) => {
  t.deepEqual(await stacks.engine.attempt("up", {}, "demo"), [
    'there is no stack "organization/exposure/test": run `pulumi up` on it first, or set demo:exposure to the full name of another; nothing was changed',
  ]);
});

test.serial("both stacks come up, the edge's outputs say where everything is", async (t) => {
  const first = await stacks.upExposure();
  t.notRegex(first.stdout, /warning/, "a missing edge is not a warning");
  const { outputs, summary, stdout } = await stacks.upEdge();
  const { create = 0, ...others } = counts(summary.resourceChanges);
  resources = create;
  t.deepEqual(others, { same: 1 }, "the exposure stack is only read");
  const expected: Omit<EdgeOutputs, "statsPassword"> = {
    version: 1,
    exposure: "organization/exposure/test",
    className: "haproxy",
    namespace: "haproxy-edge",
    nodeSelector: { "kubernetes.io/os": "linux", "exposure.dev/edge": "haproxy" },
    nodes: ["192.0.2.11", "192.0.2.12"],
    addresses: ["192.0.2.11", "192.0.2.12"],
    ports: { http: 8080, https: 8443 },
    classes: {
      internal: { http: 8081, https: 8444, proxyProtocol: false },
      public: { http: 80, https: 443, proxyProtocol: false },
    },
    services: {},
    failover: [],
    statsUrls: ["http://192.0.2.11:1024/", "http://192.0.2.12:1024/"],
    statsUser: "admin",
    metricsUrls: [
      "http://192.0.2.11:1024/metrics",
      "http://192.0.2.11:6060/metrics",
      "http://192.0.2.12:1024/metrics",
      "http://192.0.2.12:6060/metrics",
    ],
  };
  const { statsPassword, ...plain } = outputs;
  t.deepEqual(
    Object.fromEntries(Object.entries(plain).map(([name, { value, secret }]) => [name, secret || value])),
    { ...expected },
  );
  t.true(statsPassword?.secret);
  t.regex(statsPassword?.value, /^[A-Za-z0-9]{32}$/);
  t.regex(stdout, /statsPassword *: *\[secret\]/);
  t.false(stdout.includes(statsPassword?.value));
  t.deepEqual(await stacks.tcpServices(), {
    "80": "ingress-public/haproxy-edge:80",
    "443": "ingress-public/haproxy-edge:443",
    "8081": "ingress-internal/haproxy-edge:80",
    "8444": "ingress-internal/haproxy-edge:443",
  });
});

test.serial("a second up changes nothing", async (t) => {
  const { summary } = await stacks.upEdge();
  t.deepEqual(changes(summary.resourceChanges), { same: resources });
});

test.serial(
  "a service of HAProxy has an Ingress and one for its standby; each switch updates only one of them",
  async (t) => {
    const live = {
      hosts: ["live.example"],
      backend: { service: "live", port: "http" },
      emergency: { service: "live-standby" },
    };
    const services = { "haproxy-edge:services": { live } };
    const added = await stacks.upEdge(services);
    t.deepEqual(changes(added.summary.resourceChanges), { create: 3, update: 1, same: resources - 1 });
    // a switch without a ready standby is refused
    await putBackends(stacks.engine.cluster.kubectl, [
      { service: "live", port: "http", ready: 1 },
      { service: "live-standby", port: "http", ready: 1 },
    ]);
    const drilled = await stacks.upEdge({
      ...services,
      "haproxy-edge:failover": { services: { live: "drill" } },
    });
    t.deepEqual(changes(drilled.summary.resourceChanges), { update: 1, same: resources + 2 });
    t.deepEqual(drilled.outputs.failover?.value, []);
    await stacks.upEdge(services);
    const switched = await stacks.upEdge({ ...services, "haproxy-edge:failover": "all" });
    t.deepEqual(changes(switched.summary.resourceChanges), { update: 1, same: resources + 2 });
    t.deepEqual(switched.outputs.failover?.value, ["live"]);
    const { metadata } = await stacks.engine.live("ingress", "live");
    t.is(metadata.annotations?.["exposure.dev/backend"], "emergency");
    const gone = await stacks.upEdge();
    t.deepEqual(changes(gone.summary.resourceChanges), { delete: 3, update: 1, same: resources - 1 });
  },
);

test.serial("only the hash of the password is in state, ConfigMaps and Secrets", async (t) => {
  const stack = await stacks.engine.open("haproxy-edge", stacks.edge);
  const password: string = (await stack.outputs()).statsPassword?.value;
  const state = await stateOfEdge();
  t.true(state.includes("edge-stats-password"));
  t.false(state.includes(password));
  const objects = await inCluster("configmap,secret,daemonset");
  t.false(objects.includes(password));
  t.false(objects.includes(Buffer.from(password).toString("base64")));
  const secret = await dataOf(stacks.engine, "secret", "haproxy-stats", "haproxy-edge");
  t.regex(
    Buffer.from(secret["haproxy-aux.cfg"] ?? "", "base64").toString(),
    /^userlist haproxy-edge-stats\n {2}user admin password \$5\$rounds=1000\$[A-Za-z0-9]{16}\$[A-Za-z0-9./]{43}\n$/,
  );
});

test.serial("another generation changes only the password and the pods that read it", async (t) => {
  const before = (await (await stacks.engine.open("haproxy-edge", stacks.edge)).outputs()).statsPassword
    ?.value;
  const changed = { ...(stacks.edge["haproxy-edge:edge"] as object), stats: { generation: 2 } };
  const { outputs, summary } = await stacks.upEdge({ "haproxy-edge:edge": changed });
  t.deepEqual(changes(summary.resourceChanges), { replace: 2, update: 2, same: resources - 4 });
  t.not(outputs.statsPassword?.value, before);
  stacks.edge = { ...stacks.edge, "haproxy-edge:edge": changed };
});

test.serial("a virtual IP is added and removed, with its password only in a Secret", async (t) => {
  const vrrpSecret = "Xk3vQ9wz";
  const { summary, outputs, stdout } = await stacks.upEdge(
    { "haproxy-edge:virtualIp": virtualIp },
    { "haproxy-edge:vrrpSecret": vrrpSecret },
  );
  t.deepEqual(changes(summary.resourceChanges), { create: 1, update: 1, same: resources - 1 });
  t.deepEqual(outputs.addresses?.value, ["192.0.2.100"]);
  t.deepEqual(outputs.nodes?.value, ["192.0.2.11", "192.0.2.12"]);
  const encoded = Buffer.from(vrrpSecret).toString("base64");
  for (const text of [stdout, await stateOfEdge(), await inCluster("configmap,daemonset,pod")]) {
    t.false(text.includes(vrrpSecret) || text.includes(encoded));
  }
  const secret = await dataOf(stacks.engine, "secret", "haproxy-virtual-ip", "haproxy-edge");
  const conf = Buffer.from(secret["keepalived.conf"] ?? "", "base64").toString();
  t.true(conf.includes(`auth_pass ${vrrpSecret}\n`));
  await showsNoPassword(t, [vrrpSecret, "Zm7tB2qy"]);
  const gone = await stacks.upEdge();
  t.deepEqual(changes(gone.summary.resourceChanges), { delete: 1, update: 1, same: resources - 1 });
});

test.serial("the next up serves a class added to the exposure stack, without changing a pod", async (t) => {
  await stacks.upExposure(partners(stacks));
  t.deepEqual(await stacks.refused({}), [
    [
      "2 problems",
      "classes.public.http: port 80 of the edge is already taken by HTTP of class partners, so HTTP of class public cannot use it: set another port",
      "classes.public.https: port 443 of the edge is already taken by HTTPS of class partners, so HTTPS of class public cannot use it: set another port",
    ].join("\n  "),
  ]);
  const before = await stacks.engine.live("daemonset", "haproxy-edge", "haproxy-edge");
  const { summary, outputs } = await stacks.upEdge(withPartners(stacks));
  t.deepEqual(changes(summary.resourceChanges), { create: 1, update: 1, same: resources - 1 });
  t.deepEqual(outputs.classes?.value.partners, { http: 8082, https: 8445, proxyProtocol: true });
  t.is((await stacks.tcpServices())["8082"], "ingress-partners/haproxy-edge:80");
  const after = await stacks.engine.live("daemonset", "haproxy-edge", "haproxy-edge");
  t.deepEqual([after.metadata.uid, after.spec], [before.metadata.uid, before.spec]);
});

test.serial("the next up removes a class that the exposure stack no longer has", async (t) => {
  await stacks.upExposure();
  const { summary } = await stacks.upEdge();
  t.deepEqual(changes(summary.resourceChanges), { delete: 1, update: 1, same: resources - 1 });
  t.deepEqual(Object.keys(await stacks.tcpServices()), ["80", "443", "8081", "8444"]);
});

test.serial("destroying the edge leaves nothing behind and does not change the exposure stack", async (t) => {
  const stack = await stacks.engine.open("haproxy-edge", stacks.edge);
  const { summary } = await stack.destroy();
  t.deepEqual(changes(summary.resourceChanges), { delete: resources + 1 });
  t.deepEqual(await stacks.engine.ours("ns"), ["ingress-internal", "ingress-public"]);
  t.deepEqual(await stacks.engine.ours("ingressclass"), ["internal", "public"]);
  t.deepEqual(await stacks.engine.ours("service"), [
    "ingress-internal/controller-metrics",
    "ingress-public/controller-metrics",
  ]);
  const { summary: after } = await stacks.upExposure();
  t.deepEqual(Object.keys(counts(after.resourceChanges)), ["same"]);
});

/** A preview of another password tells of the change, and neither it, its diff and events nor the exported state of either. */
async function showsNoPassword(
  t: ExecutionContext,
  [before, next]: readonly [string, string],
): Promise<void> {
  const file = { ...stacks.edge, "haproxy-edge:virtualIp": virtualIp };
  const stack = await stacks.engine.open("haproxy-edge", file);
  await stack.setConfig("haproxy-edge:vrrpSecret", { value: next, secret: true });
  const events: EngineEvent[] = [];
  const { stdout, stderr } = await stack.preview({ diff: true, onEvent: (event) => events.push(event) });
  t.regex(`${stdout}${stderr}`, /vrrpSecret: differs from that of the running edge/);
  const texts = [stdout, stderr, JSON.stringify(events), JSON.stringify(await stack.exportStack())];
  for (const password of [before, next]) {
    for (const shown of [password, Buffer.from(password).toString("base64")]) {
      t.deepEqual(
        texts.filter((text) => text.includes(shown)),
        [],
      );
    }
  }
}
