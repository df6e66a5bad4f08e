import test from "ava";
import { resolveService } from "../../../core/model/resolve-service.ts";
import type { ServiceArgs, ServiceSpec } from "../../../core/model/service.ts";

const backend = { service: "web", port: "http" };

function resolved(args: Partial<ServiceArgs>): ServiceSpec {
  return resolveService("web", { backend, ...args }, "public");
}

test("a service with only a backend serves every path of every host of the default class", (t) => {
  t.deepEqual<unknown, unknown>(resolved({}), {
    name: "web",
    class: "public",
    namespace: "default",
    ingress: "web",
    kind: "Ingress",
    hosts: [],
    paths: [{ path: "/", type: "Prefix" }],
    backend,
    probes: {},
    protocol: "http",
    timeouts: {},
    allow: [],
    deny: [],
    headers: { request: {}, response: {}, hide: [] },
    annotations: {},
    labels: {},
    tlsPassthrough: false,
    www: false,
    unchecked: false,
  });
});

const cases: readonly (readonly [string, Partial<ServiceArgs>, Readonly<Record<string, unknown>>])[] = [
  [
    "an emergency backend has the primary's port",
    { emergency: { service: "b" } },
    { emergency: { service: "b", port: "http" } },
  ],
  ["or its own", { emergency: { service: "b", port: 81 } }, { emergency: { service: "b", port: 81 } }],
  [
    "probes default to their backend's port and two seconds, and are not part of the backends",
    {
      backend: { ...backend, probe: { httpGet: { path: "/", status: 204 } } },
      emergency: { service: "b", port: 81, probe: { grpc: {} } },
    },
    {
      backend,
      emergency: { service: "b", port: 81 },
      probes: {
        primary: { httpGet: { path: "/", status: 204 }, port: "http", timeout: "2s" },
        emergency: { grpc: { service: "" }, port: 81, timeout: "2s" },
      },
    },
  ],
  [
    "a probe keeps its explicit settings",
    { emergency: { service: "b", probe: { grpc: { service: "feed.FeedBack" }, port: 9, timeout: "5s" } } },
    { probes: { emergency: { grpc: { service: "feed.FeedBack" }, port: 9, timeout: "5s" } } },
  ],
  ["tls true is the class' certificate", { tls: true }, { tls: {} }],
  ["tls with a Secret keeps it", { tls: { secret: "s" } }, { tls: { secret: "s" } }],
  [
    "an issuer's certificate goes into a Secret named after the service",
    { tls: { issuer: "ca" } },
    { tls: { secret: "web-tls", issuer: { kind: "Issuer", name: "ca" } } },
  ],
  [
    "or into the one that is named",
    { tls: { clusterIssuer: "ca", secret: "s" } },
    { tls: { secret: "s", issuer: { kind: "ClusterIssuer", name: "ca" } } },
  ],
  ["tls false disables TLS", { tls: false }, { tls: undefined }],
  ["forceHttps true keeps the method", { forceHttps: true }, { forceHttps: { status: 308 } }],
  ["forceHttps with a status has it", { forceHttps: 301 }, { forceHttps: { status: 301 } }],
  ["forceHttps false is none", { forceHttps: false }, { forceHttps: undefined }],
  [
    "a rate limit lets bursts of five seconds through",
    { rateLimit: { requestsPerSecond: 10 } },
    { rateLimit: { requests: 10, per: "second", burst: 50, status: 429 } },
  ],
  [
    "a rate per minute by a header",
    { rateLimit: { requestsPerMinute: 6, header: "X-Api-Key", status: 503 } },
    { rateLimit: { requests: 6, per: "minute", burst: 30, status: 503, header: "X-Api-Key" } },
  ],
  [
    "other origins send no credentials",
    { cors: { origins: ["*"], headers: ["X-A"] } },
    {
      cors: {
        origins: ["*"],
        methods: ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"],
        headers: ["X-A"],
        credentials: false,
        exposeHeaders: [],
        maxAge: "1h",
      },
    },
  ],
  [
    "sticky true has the cookie's default name",
    { sticky: true },
    { sticky: { cookie: "exposure", httpOnly: true } },
  ],
  [
    "an emergency backend has what is the primary's unless it says otherwise",
    { emergency: { service: "page", rewrite: false } },
    { emergency: { service: "page", port: "http" }, standby: { rewrite: false } },
  ],
  [
    "sticky keeps its explicit settings",
    { sticky: { expires: "1h" } },
    { sticky: { cookie: "exposure", httpOnly: true, expires: "1h" } },
  ],
  ["hsts true lasts a year", { hsts: true }, { hsts: { maxAge: "365d", includeSubdomains: false } }],
  [
    "hsts keeps its explicit settings",
    { hsts: { includeSubdomains: true } },
    { hsts: { maxAge: "365d", includeSubdomains: true } },
  ],
  ["retries have conditions and tries", { retries: {} }, { retries: { on: ["error", "timeout"], tries: 3 } }],
  [
    "basic auth has a realm",
    { basicAuth: { secret: "s" } },
    { basicAuth: { secret: "s", realm: "Authentication required" } },
  ],
  ["an explicit class", { class: "internal" }, { class: "internal" }],
  [
    "the default path type is Prefix",
    { paths: [{ path: "/a" }, { path: "/b", type: "Exact" }] },
    {
      paths: [
        { path: "/a", type: "Prefix" },
        { path: "/b", type: "Exact" },
      ],
    },
  ],
];

for (const [title, args, expected] of cases) {
  test(title, (t) => {
    const spec: Readonly<Record<string, unknown>> = { ...resolved(args) };
    t.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, spec[key]])), expected);
  });
}
