import test from "ava";
import { parseEdgeConfig } from "../../../core/stack/edge-stack.ts";
import { encrypted, refusalsOf } from "../edge-fixtures.ts";
import { memoryFiles } from "../memory-files.ts";

const none = memoryFiles({});
const edge = { nodes: ["192.0.2.11"], nodeSelector: { "example.com/edge": "haproxy" } };

function problemsOf(raw: Readonly<Record<string, unknown>>): readonly string[] {
  const config = Object.entries(raw).map(([key, value]) => [
    `haproxy-edge:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return refusalsOf(Object.fromEntries(config));
}

test("nodes and a selector are enough, empty keys are none, and keys of others are left alone", (t) => {
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
      stats: { user: "admin", generation: 1 },
    },
  });
});

test("what is given stands in place of the defaults, key by key", (t) => {
  const digest = `sha256:${"a".repeat(64)}`;
  const given = {
    ...edge,
    image: "registry.example.com/haproxy:3.2.12",
    digest,
    expose: { https: 9443 },
    timeouts: { idle: "2h" },
    threads: 4,
    memory: "512Mi",
    stats: { generation: 2 },
    defaultCertificate: "certs/default",
  };
  const config = parseEdgeConfig(
    {
      edge: given,
      exposure: "organization/exposure/blue",
      classes: { public: { http: 81 }, legacy: false },
    },
    none,
    encrypted,
  );
  t.is(config.exposure, "organization/exposure/blue");
  t.deepEqual(config.classes, { public: { http: 81 }, legacy: false });
  t.is(config.edge.image, `registry.example.com/haproxy:3.2.12@${digest}`);
  t.deepEqual(config.edge.expose, { http: 8080, https: 9443 });
  t.is(config.edge.timeouts.idle, "2h");
  t.is(config.edge.timeouts.connect, "1s");
  t.is(config.edge.threads, 4);
  t.is(config.edge.maxconn, 7000);
  t.deepEqual(config.edge.stats, { user: "admin", generation: 2 });
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
  test(`${memory} of memory are ${maxconn} connections`, (t) => {
    t.is(parseEdgeConfig({ edge: { ...edge, memory } }, none, encrypted).edge.maxconn, maxconn);
  });
}

const refused: readonly [string, Readonly<Record<string, unknown>>, readonly string[]][] = [
  ["nothing at all", {}, ["edge.nodes: is missing", "edge.nodeSelector: is missing"]],
  [
    "mistyped keys",
    { edge: { ...edge, maxcon: 5 }, clases: {} },
    [
      'haproxy-edge:clases: unknown key, did you mean "haproxy-edge:classes"?',
      'edge.maxcon: unknown key, did you mean "maxconn"?',
    ],
  ],
  [
    "a key of the exposure stack's",
    { edge, logrotate: {} },
    [
      "haproxy-edge:logrotate: unknown key; known keys: haproxy-edge:exposure, haproxy-edge:edge, haproxy-edge:classes, haproxy-edge:virtualIp, haproxy-edge:vrrpSecret, haproxy-edge:services, haproxy-edge:catalog, haproxy-edge:failover, haproxy-edge:kubeconfig, haproxy-edge:context",
    ],
  ],
  [
    "an edge on every node",
    { edge: { ...edge, nodeSelector: {} } },
    ["edge.nodeSelector: expected at least one label: the edge would be on every node of the cluster"],
  ],
  [
    "a node that is no address",
    { edge: { ...edge, nodes: ["edge-1", "2001:db8::1"] } },
    [
      'edge.nodes[0]: expected an IPv4 address such as 192.0.2.11, got "edge-1"',
      'edge.nodes[1]: expected an IPv4 address such as 192.0.2.11, got "2001:db8::1"',
    ],
  ],
  [
    "too little memory",
    { edge: { ...edge, memory: "256Mi" } },
    ['edge.memory: expected an amount of memory of at least 512Mi, in whole Mi or Gi, got "256Mi"'],
  ],
  [
    "a class set to true",
    { edge, classes: { public: true } },
    ["classes.public: expected false or an object, got true: every class is served anyway, leave it out"],
  ],
  [
    "a stack without its full name",
    { edge, exposure: "exposure/prod" },
    ['exposure: expected a stack as <organization>/<project>/<stack>, got "exposure/prod"'],
  ],
  [
    "a user HAProxy would read as two words",
    { edge: { ...edge, stats: { user: "a b" } } },
    ['edge.stats.user: expected a user\'s name of at most 32 letters, digits, "-", "_" and ".", got "a b"'],
  ],
];

for (const [title, raw, problems] of refused) {
  test(`${title} is refused with every problem and the way out`, (t) => {
    t.deepEqual(problemsOf(raw), problems);
  });
}
