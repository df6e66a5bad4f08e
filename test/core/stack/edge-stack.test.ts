import test from "ava";
import { parseEdgeConfig } from "../../../core/stack/edge-stack.ts";
import { told } from "../../told-problems.ts";
import { encrypted, refusalsOf } from "../edge-fixtures.ts";
import { memoryFiles } from "../memory-files.ts";

const none = memoryFiles({});
const edge = { nodes: ["192.0.2.11"], nodeSelector: { "example.com/edge": "haproxy" } };

function problemsOf(raw: Readonly<Record<string, unknown>>): readonly string[] {
  const config = Object.entries(raw).map(([key, value]) => [
    `haproxy-edge:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return told(refusalsOf(Object.fromEntries(config)));
}

test("nodes and a selector are enough, empty keys count as unset, and other projects' keys are ignored", (t) => {
  const raw = {
    "haproxy-edge:edge": JSON.stringify(edge),
    "haproxy-edge:classes": "{}",
    "haproxy-edge:exposure": "",
    "haproxy-edge:context": "",
    "exposure:classes": "anything",
  };
  t.deepEqual(parseEdgeConfig(raw, none, encrypted), {
    cluster: {},
    classes: {},
    services: [],
    failover: "none",
    edge: {
      nodes: ["192.0.2.11"],
      nodeSelector: { "kubernetes.io/os": "linux", "example.com/edge": "haproxy" },
      image: "docker.io/haproxytech/kubernetes-ingress:3.2.11",
      pullPolicy: "IfNotPresent",
      pullSecrets: [],
      namespace: "haproxy-edge",
      tolerations: [],
      priorityClass: "system-cluster-critical",
      expose: { http: 8080, https: 8443 },
      portOffset: 0,
      memory: "2Gi",
      extraArgs: {},
      tls: {},
      ingressDefaults: { annotations: {}, labels: {} },
      cpu: "500m",
      maxconn: 29_000,
      timeouts: {
        connect: "1s",
        idle: "1h",
        request: "5s",
        keepAlive: "60s",
        server: "60s",
        queue: "5s",
      },
      health: { interval: "250ms", fall: 2 },
      drain: { delay: "10s", timeout: "60s" },
      hardStopAfter: "30m",
      rollout: { maxUnavailable: 1, minReady: "5s" },
      metrics: true,
      stats: { user: "admin", generation: 1, allow: [] },
      accessLog: true,
    },
  });
});

test("explicit keys replace the defaults one by one", (t) => {
  const digest = `sha256:${"a".repeat(64)}`;
  const written = {
    ...edge,
    image: "registry.example.com/haproxy:3.2.10",
    digest,
    expose: { https: 9443 },
    timeouts: { idle: "2h" },
    threads: 4,
    memory: "512Mi",
    stats: { generation: 2, allow: ["10.0.0.0/8"] },
    accessLog: false,
    defaultCertificate: "certs/default",
  };
  const config = parseEdgeConfig(
    {
      edge: written,
      exposure: "organization/exposure/blue",
      classes: { public: { http: 81 }, legacy: false },
    },
    none,
    encrypted,
  );
  t.is(config.exposure, "organization/exposure/blue");
  t.deepEqual(config.classes, { public: { http: 81 }, legacy: false });
  t.is(config.edge.image, `registry.example.com/haproxy:3.2.10@${digest}`);
  t.deepEqual(config.edge.expose, { http: 8080, https: 9443 });
  t.is(config.edge.timeouts.idle, "2h");
  t.is(config.edge.timeouts.connect, "1s");
  t.is(config.edge.threads, 4);
  t.is(config.edge.maxconn, 7000);
  t.deepEqual(config.edge.stats, { user: "admin", generation: 2, allow: ["10.0.0.0/8"] });
  t.false(config.edge.accessLog);
  t.is(config.edge.defaultCertificate, "certs/default");
});

for (const [memory, maxconn] of [
  ["512Mi", 7000],
  ["2Gi", 29_000],
  ["8Gi", 116_000],
  // More open files than a container has by systemd's default would keep HAProxy from starting.
  ["17Gi", 247_000],
  ["18Gi", 250_000],
  ["64Gi", 250_000],
] as const) {
  test(`${memory} of memory allow ${maxconn} connections`, (t) => {
    t.is(parseEdgeConfig({ edge: { ...edge, memory } }, none, encrypted).edge.maxconn, maxconn);
  });
}

const refused: readonly [string, Readonly<Record<string, unknown>>, readonly string[]][] = [
  ["nothing at all", {}, ["edge.nodes: missing", "edge.nodeSelector: missing"]],
  [
    "mistyped keys",
    { edge: { ...edge, maxcon: 5 }, clases: {} },
    ["haproxy-edge:clases: unknown-key", "edge.maxcon: unknown-key"],
  ],
  ["a key of the exposure stack's", { edge, logrotate: {} }, ["haproxy-edge:logrotate: unknown-key"]],
  ["an edge on every node", { edge: { ...edge, nodeSelector: {} } }, ["edge.nodeSelector: too-few"]],
  [
    "a node that is no address",
    { edge: { ...edge, nodes: ["edge-1", "2001:db8::1"] } },
    ["edge.nodes[0]: wrong-value", "edge.nodes[1]: wrong-value"],
  ],
  ["too little memory", { edge: { ...edge, memory: "256Mi" } }, ["edge.memory: wrong-value"]],
  ["a class set to true", { edge, classes: { public: true } }, ["classes.public: wrong-value"]],
  ["a stack without its full name", { edge, exposure: "exposure/prod" }, ["exposure: wrong-value"]],
  [
    "a user HAProxy would read as two words",
    { edge: { ...edge, stats: { user: "a b" } } },
    ["edge.stats.user: wrong-value"],
  ],
];

for (const [title, raw, problems] of refused) {
  test(`${title} is refused with every problem and the way out`, (t) => {
    t.deepEqual(problemsOf(raw), problems);
  });
}
