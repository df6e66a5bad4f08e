import test from "ava";
import fc from "fast-check";
import type { RawConfig } from "../../../core/config/raw-config.ts";
import { isObject } from "../../../core/model/is-object.ts";
import { ConfigError, type Problem } from "../../../core/model/problems.ts";
import { parseEdgeConfig } from "../../../core/stack/edge-stack.ts";
import { parseStackConfig } from "../../../core/stack/exposure-stack.ts";
import { memoryFiles } from "../memory-files.ts";

/** Fields with values that one or the other controller takes, or refuses alone or beside another. */
const classFields = {
  controller: ["f5", "ingress-nginx", "nginx"],
  image: ["registry.example.com/nginx:99.0.0", "nginx", "docker.io/nginx/nginx-ingress:5.5.4"],
  digest: ["sha256:1"],
  default: [true, false],
  namespace: ["edge", "kube-system", "Edge"],
  expose: [
    { as: "nodePort" },
    { as: "nodePort", http: 80 },
    { as: "hostPort", http: 8081 },
    { http: 443 },
    { https: 10254, serviceAnnotations: { a: "b" } },
    { as: "loadBalancer", sourceRanges: ["10.0.0.0/33"] },
  ],
  nodeSelector: [{ edge: "a" }, { "a b": "c" }],
  tolerations: [[{ key: "a", operator: "Exists", value: "b" }], [{ effect: "NoSchedule" }]],
  resources: [{ requests: { cpu: "2" }, limits: { cpu: "1" } }, { limits: { memroy: "1Gi" } }],
  replicas: [1, 3, 0],
  disruption: [{ maxUnavailable: 3 }, { maxUnavailable: "99%" }],
  rollout: [{ maxUnavailable: "99%" }, { maxUnavailable: 3 }, { maxUnavailable: "100%" }],
  drain: [{ timeout: "1500ms" }, { delay: "1h" }, { timeout: "10s" }],
  performance: [
    { proxyBufferSize: "16k" },
    { proxyBufferSize: "64k", proxyBuffers: { number: 2, size: "4k" } },
    { proxyBusyBuffersSize: "1k" },
    { proxyBuffers: { number: 1, size: "8k" } },
    { http2: false },
    { reusePort: true, multiAccept: true },
    { loadBalance: "hash $nope" },
    { sslCiphers: "NOPE" },
    { workerConnections: 10, workerOpenFiles: 5 },
    { serverNamesHashBucketSize: 32 },
    { proxyConnectTimeout: "1500ms", profile: "fast" },
    { proxyReadTimeout: "1h" },
  ],
  sysctls: [{ "net.core.somaxconn": "4096" }, { "kernel.pid_max": "1" }, { "net.core.somaxconn": "x" }],
  templates: [{ main: "missing.tmpl" }, { ingress: "ingress.tmpl" }, { main: "main.tmpl" }],
  configMap: [
    { "proxy-protocol": "true" },
    { "use-forwarded-headers": "true" },
    { "location-snippets": "proxy_read_timeout 1s;", "location-snippet": "proxy_read_timeout 1s;" },
    { nope: "1" },
    { http2: "false", "ssl-ciphers": "NOPE" },
  ],
  logs: [
    { to: "file", directory: "/etc" },
    { to: "both", rotate: { size: "1g", budget: "1m" } },
    { to: "stdout", buffer: "1m" },
    { directory: "/data/logs" },
  ],
  defaultCertificate: ["certs/default", "default"],
  portOffset: [60_000, -362, 1],
  metrics: [false],
  snippets: [true],
  configSafety: [true],
  proxyProtocol: [{ trustedAddresses: ["10.0.0.0/8"] }, { trustedAddresses: ["0.0.0.0/0"] }],
  ingressDefaults: [{ annotations: { "nginx.org/rewrites": "x" } }, { labels: { app: "?" } }],
} as const;

const serviceFields = {
  class: ["public", "internal", "nope"],
  namespace: ["shop", "Shop"],
  ingress: ["web", "Web"],
  hosts: [
    ["web.example"],
    ["*.example"],
    ["web.example", "web.example"],
    ["a_b.example"],
    [`${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(60)}`],
  ],
  paths: [
    [{ path: "/a" }],
    [{ path: "/a" }, { path: "/a/" }],
    [{ path: "/a;b" }],
    [{ path: "/a", type: "Exact" }, { path: "/b" }],
    [{ path: "/~a" }],
  ],
  emergency: [{ service: "web" }, { service: "standby", probe: {} }, { service: "standby", port: "grpc" }],
  tls: [true, { secret: "own" }, { secret: "other/x" }, { issuer: "a", clusterIssuer: "b" }, {}],
  forceHttps: [true, 301, 302],
  rewrite: ["/v1", "v1"],
  protocol: ["grpc", "websocket", "https", "grpcs"],
  bodySize: ["16m", "0", "x"],
  timeouts: [{ read: "1500ms" }, { connect: "2m" }, { read: "2h", send: "1s" }],
  buffering: [true, false],
  upstreamKeepAlive: [16, 0],
  rateLimit: [
    { requestsPerSecond: 0.1 },
    { requestsPerSecond: 3, burst: 0 },
    { requestsPerSecond: 3, burst: 4, status: 503 },
    { requestsPerMinute: 10, requestsPerSecond: 1 },
    { burst: 4 },
  ],
  deny: [["10.0.0.0/8"], ["nobody"]],
  connections: [10, 0],
  cors: [{ origins: ["https://a.example"] }, { origins: ["a"] }, { origins: ["*"], credentials: true }],
  allow: [["10.0.0.0/8"], ["10.0.0.1/8"], []],
  sticky: [true, { cookie: "a b" }, { expires: "1500ms" }],
  hsts: [true, { maxAge: "1d", includeSubdomains: true }],
  headers: [
    { request: { X_A: "1", "X-B": "a,b" } },
    { request: { "X-A": "$nope", Connection: "close" } },
    { response: { "X-A": "a", "x-a": "b" } },
    { hide: ["X_A", "x".repeat(50)] },
    { response: { "Strict-Transport-Security": "max-age=1" } },
    { request: { "X-Scheme": "a" } },
  ],
  retries: [{ on: ["error", "error"] }, { on: ["http_502"], tries: 2 }, { timeout: "1500ms" }],
  basicAuth: [{ secret: "users", realm: "$" }, { secret: "Users" }, { secret: "users" }],
  annotations: [
    { "nginx.org/rewrites": "x" },
    { "example.com/a": "b" },
    { "nginx.org/add-header-inherit": "on" },
  ],
  labels: [{ "app.kubernetes.io/name": "x" }, { a: "b" }],
  unchecked: [true],
} as const;

function some(fields: Readonly<Record<string, readonly unknown[]>>) {
  return fc
    .array(
      fc
        .constantFrom(...Object.keys(fields))
        .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(fields[name] ?? [])))),
      { maxLength: 7 },
    )
    .map((entries) => Object.fromEntries(entries));
}

const service = fc
  .tuple(
    some(serviceFields),
    fc.constantFrom(
      { service: "web", port: "http" },
      { service: "web", port: 80, probe: {} },
      { service: "web" },
    ),
  )
  .map(([fields, backend]) => ({ ...fields, backend }));

const exposure = fc.record({
  classes: fc.record(
    { public: some(classFields), internal: some(classFields) },
    { requiredKeys: ["public"] },
  ),
  services: fc.record({ api: service, web: service, shop: service }, { requiredKeys: ["web"] }),
});

const edgeFields = {
  nodes: [["192.0.2.1"], ["192.0.2.1", "192.0.2.2"], ["x"], []],
  nodeSelector: [{ edge: "a" }],
  memory: ["1Gi", "1G", "16Mi"],
  maxconn: [1, 10_000_000],
  expose: [{ http: 80, https: 80 }],
  rollout: [{ maxUnavailable: 2 }],
  stats: [{ user: "a b" }, { allow: ["10.0.0.0/8"] }],
  timeouts: [{ connect: "0s" }],
  defaultCertificate: ["certs/default"],
  ingressDefaults: [{ annotations: { "haproxy.org/x": "1" } }],
} as const;

const edge = fc.record(
  {
    edge: some(edgeFields),
    virtualIp: fc.constantFrom(
      { address: "192.0.2.1/24", interface: "eth0", routerId: 51 },
      { address: "198.51.100.1/24", interface: "eth0" },
    ),
    services: fc.record({ api: service, web: service }, { requiredKeys: ["web"] }),
  },
  { requiredKeys: ["edge"] },
);

/** Codes of what a key says that is not there: its default, or that another service has one. */
const ofMissingKeys: readonly string[] = [
  "missing",
  "no-default-class",
  "ingress-taken",
  "route-taken",
  "root-of-all-hosts",
  "once-for-the-host",
];

/** Why a problem does not lead to what the user wrote; undefined if it does. */
function astray({ path, code }: Problem, config: unknown): string | undefined {
  const keys = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? "",
  );
  let value = config;
  for (const [depth, key] of keys.entries()) {
    const there = (isObject(value) || Array.isArray(value)) && Object.hasOwn(value, key);
    if (!there)
      return depth === keys.length - 1 && ofMissingKeys.includes(code) ? undefined : `${code} at ${path}`;
    value = (value as Record<string, unknown>)[key];
  }
  return undefined;
}

function problemsOf(
  parse: (raw: RawConfig) => unknown,
  config: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  try {
    parse(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)])));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

for (const [project, configs, parse, least] of [
  [
    "exposure",
    exposure,
    (raw: RawConfig) => parseStackConfig(raw, memoryFiles({ "main.tmpl": "", "ingress.tmpl": "" })),
    50,
  ],
  ["haproxy-edge", edge, (raw: RawConfig) => parseEdgeConfig(raw, memoryFiles(), () => false), 30],
] as const) {
  test(`every problem of ${project} is at a key that the user wrote, or at one that is missing beside it`, (t) => {
    const found = new Set<string>();
    const codes = new Set<string>();
    fc.assert(
      fc.property(configs as fc.Arbitrary<Readonly<Record<string, unknown>>>, (config) => {
        for (const problem of problemsOf(parse, config)) {
          codes.add(problem.code);
          const wrong = astray(problem, config);
          if (wrong !== undefined) found.add(wrong);
        }
        return true;
      }),
      { numRuns: 3_000, seed: 20_261_127 },
    );
    t.deepEqual([...found].toSorted(), []);
    t.true(codes.size >= least, `only ${codes.size} rules were met: ${[...codes].toSorted().join(" ")}`);
  });
}
