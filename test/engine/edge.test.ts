import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpMap } from "@pulumi/pulumi/automation/index.js";
import test from "ava";
import type { EdgeOutputs } from "../../components/haproxy-edge/outputs.ts";
import { counts, devConfig, type EngineFixture, type StackFile, startEngine } from "./fixture.ts";

/** Both stacks from nothing to nothing, in order: each test begins where the one before it ended. */
let engine: EngineFixture;
let exposure: StackFile;
let edge: StackFile;
let resources: number;

test.before(async () => {
  engine = await startEngine("edge");
  exposure = await devConfig();
  edge = await devConfig("haproxy-edge");
});
test.after.always(() => engine?.close());

const upExposure = async (changed: StackFile = {}) =>
  (await engine.open("exposure", { ...exposure, ...changed })).up();
const upEdge = async (changed: StackFile = {}) =>
  (await engine.open("haproxy-edge", { ...edge, ...changed })).up();
const refused = (changed: StackFile, operation: "preview" | "up" = "preview") =>
  engine.attempt(operation, { ...edge, ...changed }, "haproxy-edge");
const tcpServices = async () => {
  const live = await engine.live("configmap", "haproxy-tcp-services", "haproxy-edge");
  return (live as unknown as { data: Readonly<Record<string, string>> }).data;
};

/** What became of the edge's own resources: what stays as it is counts without the StackReference. */
const changes = (all: OpMap | undefined) => {
  const { read: _, discard: __, same, ...others } = counts(all);
  return same === undefined ? others : { ...others, same: same - 1 };
};

/** The dev stack's classes, and one of a third kind. */
const partners = () => ({
  "exposure:classes": {
    ...(exposure["exposure:classes"] as object),
    partners: {
      controller: "ingress-nginx",
      expose: { as: "clusterIP" },
      proxyProtocol: { trustedAddresses: ["192.0.2.0/24"] },
    },
  },
});

test.serial("an edge before its exposure stack names the missing stack, and makes nothing", async (t) => {
  for (const operation of ["preview", "up"] as const) {
    t.deepEqual(await refused({}, operation), [
      'there is no stack "organization/exposure/test": run `pulumi up` on it first, or set haproxy-edge:exposure to the full name of another; nothing was changed',
    ]);
  }
  t.deepEqual(await engine.ours("ns"), []);
});

test.serial("both stacks come up, the edge's outputs say where everything is", async (t) => {
  await upExposure();
  const { outputs, summary } = await upEdge();
  const { create = 0, ...others } = counts(summary.resourceChanges);
  resources = create;
  t.deepEqual(others, { same: 1 }, "the exposure stack is only read");
  const expected: Omit<EdgeOutputs, "statsPassword"> = {
    version: 1,
    className: "haproxy",
    namespace: "haproxy-edge",
    nodeSelector: { "kubernetes.io/os": "linux", "exposure.dev/edge": "haproxy" },
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
  t.deepEqual(await tcpServices(), {
    "80": "ingress-public/haproxy-edge:80",
    "443": "ingress-public/haproxy-edge:443",
    "8081": "ingress-internal/haproxy-edge:80",
    "8444": "ingress-internal/haproxy-edge:443",
  });
});

test.serial("a second up changes nothing", async (t) => {
  const { summary } = await upEdge();
  t.deepEqual(changes(summary.resourceChanges), { same: resources });
});

test.serial("a service past nginx is an Ingress, its emergency switch an update of it alone", async (t) => {
  const live = {
    hosts: ["live.example"],
    backend: { service: "live", port: "http" },
    emergency: { service: "live-standby" },
  };
  const services = { "haproxy-edge:services": { live } };
  const added = await upEdge(services);
  t.deepEqual(changes(added.summary.resourceChanges), { create: 2, same: resources });
  const switched = await upEdge({ ...services, "haproxy-edge:failover": "all" });
  t.deepEqual(changes(switched.summary.resourceChanges), { update: 1, same: resources + 1 });
  t.deepEqual(switched.outputs.failover?.value, ["live"]);
  const { metadata } = await engine.live("ingress", "live");
  t.is(metadata.annotations?.["exposure.dev/backend"], "emergency");
  const gone = await upEdge();
  t.deepEqual(changes(gone.summary.resourceChanges), { delete: 2, same: resources });
});

test.serial("an Ingress of the exposure stack's is not made a second time", async (t) => {
  const web = { hosts: ["web.example"], backend: { service: "web", port: "http" } };
  t.deepEqual(await refused({ "haproxy-edge:services": { web } }), [
    'services.web.ingress: Ingress "web" in namespace "default" is service "web" of the exposure stack already: give "web" another',
  ]);
});

test.serial("the password is in no state, ConfigMap or Secret as it stands, only its hash is", async (t) => {
  const stack = await engine.open("haproxy-edge", edge);
  const password: string = (await stack.outputs()).statsPassword?.value;
  const backend = fileURLToPath(stack.workspace.envVars.PULUMI_BACKEND_URL ?? "");
  const state = await readFile(join(backend, ".pulumi/stacks/haproxy-edge/test.json"), "utf8");
  t.true(state.includes("edge-stats-password"));
  t.false(state.includes(password));
  const { kubectl } = engine.cluster;
  const { stdout } = await kubectl.run(["get", "configmap,secret,daemonset", "-A", "-o", "json"]);
  t.false(stdout.includes(password));
  t.false(stdout.includes(Buffer.from(password).toString("base64")));
  const secret = (await engine.live("secret", "haproxy-stats", "haproxy-edge")) as unknown as {
    data: Readonly<Record<string, string>>;
  };
  t.regex(
    Buffer.from(secret.data["haproxy-aux.cfg"] ?? "", "base64").toString(),
    /^userlist haproxy-edge-stats\n {2}user admin password \$5\$rounds=1000\$[A-Za-z0-9]{16}\$[A-Za-z0-9./]{43}\n$/,
  );
});

test.serial(
  "another generation is another password, and nothing else but the pods that read it",
  async (t) => {
    const before = (await (await engine.open("haproxy-edge", edge)).outputs()).statsPassword?.value;
    const changed = { ...(edge["haproxy-edge:edge"] as object), stats: { generation: 2 } };
    const { outputs, summary } = await upEdge({ "haproxy-edge:edge": changed });
    t.deepEqual(changes(summary.resourceChanges), { replace: 2, update: 2, same: resources - 4 });
    t.not(outputs.statsPassword?.value, before);
    edge = { ...edge, "haproxy-edge:edge": changed };
  },
);

test.serial(
  "a class added to the exposure stack is served by the next up, without touching a pod",
  async (t) => {
    await upExposure(partners());
    t.deepEqual(await refused({}), [
      [
        "2 problems",
        "classes.public.http: port 80 of the edge is taken by HTTP of class partners, HTTP of class public can not have it: give this one another",
        "classes.public.https: port 443 of the edge is taken by HTTPS of class partners, HTTPS of class public can not have it: give this one another",
      ].join("\n  "),
    ]);
    const classes = { ...(edge["haproxy-edge:classes"] as object), partners: { http: 8082, https: 8445 } };
    const before = await engine.live("daemonset", "haproxy-edge", "haproxy-edge");
    const { summary, outputs } = await upEdge({ "haproxy-edge:classes": classes });
    t.deepEqual(changes(summary.resourceChanges), { create: 1, update: 1, same: resources - 1 });
    t.deepEqual(outputs.classes?.value.partners, { http: 8082, https: 8445, proxyProtocol: true });
    t.is((await tcpServices())["8082"], "ingress-partners/haproxy-edge:80");
    const after = await engine.live("daemonset", "haproxy-edge", "haproxy-edge");
    t.deepEqual([after.metadata.uid, after.spec], [before.metadata.uid, before.spec]);
  },
);

const bad: readonly [string, StackFile, string][] = [
  [
    "a class named that is not there",
    { "haproxy-edge:classes": { publik: false } },
    'classes.publik: expected a class of the exposure stack, got "publik" (did you mean "public"?)',
  ],
  [
    "a key mistyped",
    { "haproxy-edge:edges": {} },
    'haproxy-edge:edges: unknown key, did you mean "haproxy-edge:edge"?',
  ],
  [
    "another stack that is not there",
    { "haproxy-edge:exposure": "organization/exposure/prod" },
    'there is no stack "organization/exposure/prod": run `pulumi up` on it first, or set haproxy-edge:exposure to the full name of another; nothing was changed',
  ],
  [
    "a stack that is no exposure stack",
    { "haproxy-edge:exposure": "organization/haproxy-edge/test" },
    "the referenced stack's outputs lack logDirectories: run `pulumi up` on it once more",
  ],
];

for (const [title, changed, sentence] of bad) {
  test.serial(`${title} is refused in one sentence, and nothing is changed`, async (t) => {
    const base = {
      "haproxy-edge:classes": { public: { proxyProtocol: false }, internal: false, partners: false },
    };
    const [first = "", ...others] = await refused({ ...base, ...changed }, "up");
    t.deepEqual(others, []);
    t.true(first.includes(sentence), first);
    t.is((await tcpServices())["8082"], "ingress-partners/haproxy-edge:80");
  });
}

test.serial("a class that expects PROXY protocol and is sent none is refused", async (t) => {
  const classes = {
    ...(edge["haproxy-edge:classes"] as object),
    partners: { http: 8082, https: 8445, proxyProtocol: false },
  };
  t.deepEqual(await refused({ "haproxy-edge:classes": classes }), [
    'classes.partners.proxyProtocol: class "partners" expects PROXY protocol and the edge is told not to send it: leave this out, or take proxyProtocol from the class in the exposure stack',
  ]);
});

test.serial("a class removed from the exposure stack is gone with the next up", async (t) => {
  await upExposure();
  const { summary } = await upEdge();
  t.deepEqual(changes(summary.resourceChanges), { delete: 1, update: 1, same: resources - 1 });
  t.deepEqual(Object.keys(await tcpServices()), ["80", "443", "8081", "8444"]);
});

test.serial("outputs of a newer exposure than this copy knows are refused", async (t) => {
  const stack = await engine.open("exposure", exposure);
  const state = await stack.exportStack();
  const text = JSON.stringify(state);
  const own = /"version":1(?=[,}])/g;
  t.is([...text.matchAll(own)].length, 1, "the outputs' own version is the only one");
  await stack.importStack(JSON.parse(text.replace(own, '"version":2')));
  t.deepEqual(await refused({}), [
    "the referenced stack exports exposure outputs of version 2, this reader knows up to 1: update this project's copy of exposure",
  ]);
  await stack.importStack(state);
});

test.serial("the edge goes as it came, and leaves the exposure stack alone", async (t) => {
  const stack = await engine.open("haproxy-edge", edge);
  const { summary } = await stack.destroy();
  t.deepEqual(changes(summary.resourceChanges), { delete: resources + 1 });
  t.deepEqual(await engine.ours("ns"), ["ingress-internal", "ingress-public"]);
  t.deepEqual(await engine.ours("ingressclass"), ["internal", "public"]);
  t.deepEqual(await engine.ours("service"), [
    "ingress-internal/controller-metrics",
    "ingress-public/controller-metrics",
  ]);
  const { summary: after } = await upExposure();
  t.deepEqual(Object.keys(counts(after.resourceChanges)), ["same"]);
});
