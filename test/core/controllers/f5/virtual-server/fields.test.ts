import { isDeepStrictEqual } from "node:util";
import test from "ava";
import { f5Services, f5Switching } from "../../../../../core/controllers/f5/services.ts";
import { planFailover } from "../../../../../core/failover/plan.ts";
import type { ServiceArgs } from "../../../../../core/model/service.ts";
import { classOf, problemsOf, service } from "../../fixtures.ts";

const spec = classOf("f5", { customResources: true });
const shop = (args: Partial<ServiceArgs> = {}) =>
  service("shop", { kind: "VirtualServer", backend: { service: "shop", port: 80 }, ...args });
const https = { tls: true, forceHttps: true } as const;

/** For each field a value, those it needs, and whether it is refused. Any other has to change an object. */
const samples: Readonly<
  Record<keyof ServiceArgs, readonly [Partial<ServiceArgs>, Partial<ServiceArgs>?, "refused"?]>
> = {
  class: [{ class: "public" }, {}],
  namespace: [{ namespace: "shop" }],
  ingress: [{ ingress: "other" }],
  kind: [{ kind: "Ingress" }],
  hosts: [{ hosts: ["other.example"] }],
  paths: [{ paths: [{ path: "/v1" }] }],
  backend: [{ backend: { service: "other", port: 80 } }],
  emergency: [{ emergency: { service: "standby" } }],
  tls: [{ tls: { secret: "shop-tls" } }],
  tlsPassthrough: [{ tlsPassthrough: true }, {}, "refused"],
  forceHttps: [{ forceHttps: true }, { tls: true }],
  rewrite: [{ rewrite: "/v1" }],
  redirect: [{ redirect: { to: "https://www.example/" } }, {}, "refused"],
  www: [{ www: true }, {}, "refused"],
  appRoot: [{ appRoot: "/app" }, {}, "refused"],
  upstreamHost: [{ upstreamHost: "app.internal" }],
  protocol: [{ protocol: "https" }],
  bodySize: [{ bodySize: "2m" }],
  timeouts: [{ timeouts: { read: "30s" } }],
  buffering: [{ buffering: false }],
  requestBuffering: [{ requestBuffering: false }, {}, "refused"],
  proxyBufferSize: [{ proxyBufferSize: "8k" }],
  proxyBuffers: [{ proxyBuffers: { number: 8, size: "8k" } }],
  upstreamKeepAlive: [{ upstreamKeepAlive: 16 }],
  rateLimit: [{ rateLimit: { requestsPerSecond: 10 } }],
  allow: [{ allow: ["192.0.2.0/24"] }],
  deny: [{ deny: ["192.0.2.0/24"] }],
  connections: [{ connections: 10 }, {}, "refused"],
  cors: [{ cors: { origins: ["https://shop.example"] } }, {}, "refused"],
  sticky: [{ sticky: true }],
  hsts: [{ hsts: true }, https],
  headers: [{ headers: { request: { "X-Zone": "eu" } } }],
  errorPages: [{ errorPages: { statuses: [503], url: "https://status.example/" } }, {}, "refused"],
  retries: [{ retries: { tries: 2 } }],
  basicAuth: [{ basicAuth: { secret: "users" } }],
  externalAuth: [{ externalAuth: { url: "https://auth.example" } }, {}, "refused"],
  clientCertificate: [{ clientCertificate: { ca: "clients-ca" } }, https, "refused"],
  backendTls: [{ backendTls: { ca: "shop-ca", serverName: "shop.internal" } }, { protocol: "https" }],
  annotations: [{ annotations: { "example.dev/a": "1" } }],
  labels: [{ labels: { team: "shop" } }],
  unchecked: [{ unchecked: true }, {}, "refused"],
};

const objectsOf = (args: Partial<ServiceArgs>) =>
  f5Services.plan(spec, planFailover("none", [shop(args)])).services.map(({ objects }) => objects);

for (const [field, [args, needed = {}, refused]] of Object.entries(samples)) {
  test(`${field} of a VirtualServer ${refused ?? "has an effect"}`, (t) => {
    const problems = problemsOf(spec, [shop({ ...needed, ...args })]);
    t.is(problems.length > 0, refused !== undefined, problems.join("\n"));
    if (refused === undefined && field !== "class") {
      t.false(isDeepStrictEqual(objectsOf({ ...needed, ...args }), objectsOf(needed)));
    }
  });
}

for (const [title, args, problems] of [
  ["gRPC", { protocol: "grpc", ...https }, ["protocol: not-for-grpc"]],
  ["a named port", { backend: { service: "shop", port: "http" } }, ["backend.port: number-needed"]],
  [
    "a named port of the emergency backend",
    { emergency: { service: "shop-2", port: "http" } },
    ["emergency.port: number-needed"],
  ],
  ["allow and deny", { allow: ["192.0.2.0/24"], deny: ["192.0.2.1/32"] }, ["deny: allow-or-deny"]],
  ["an expression", { paths: [{ path: "/a|/b", type: "Regex" }] }, ["paths: no-expressions"]],
  ["no host", { hosts: [] }, ["hosts: single-host"]],
  ["two hosts", { hosts: ["a.example", "b.example"] }, ["hosts: single-host"]],
  ["an issuer", { tls: { clusterIssuer: "letsencrypt" } }, ["tls: issuer-of-ingresses"]],
  ["HSTS over plain HTTP too", { tls: true, hsts: true }, ["hsts: needs-force-https"]],
  ["a cookie with -", { sticky: { cookie: "a-b" } }, ["sticky.cookie: unsupported-characters"]],
  [
    "a variable in a header",
    { headers: { request: { "X-Host": "$host" } } },
    ["headers.request: unsupported-characters"],
  ],
  [
    "a quotation mark in a header",
    { headers: { response: { "X-Quote": 'a"b' } } },
    ["headers.response: unsupported-characters"],
  ],
  ["_ in a hidden header", { headers: { hide: ["X_A"] } }, ["headers.hide: unsupported-characters"]],
  ["an annotation of F5's", { annotations: { "nginx.org/x": "1" } }, ["annotations: read-of-ingresses"]],
  [
    "an annotation of external-dns",
    { annotations: { "external-dns.alpha.kubernetes.io/ttl": "60" } },
    ["annotations: read-of-ingresses"],
  ],
  [
    "an annotation of cert-manager",
    { annotations: { "cert-manager.io/duration": "24h" } },
    ["annotations: read-of-ingresses"],
  ],
] as const) {
  test(`a VirtualServer with ${title} is refused`, (t) => {
    t.deepEqual(
      problemsOf(spec, [shop(args)]),
      problems.map((problem) => `services.shop.${problem}`),
    );
  });
}

test("a VirtualServer needs a class with custom resources, on the usual ports", (t) => {
  t.deepEqual(problemsOf(classOf("f5"), [shop()]), ["services.shop.kind: needs-custom-resources"]);
  const moved = classOf("f5", { customResources: true, expose: { http: 8080, https: 8443 } });
  t.deepEqual(problemsOf(moved, [shop()]), ["services.shop.kind: fixed-ports"]);
  const mapped = classOf("f5", {
    customResources: true,
    expose: { as: "hostPort", http: 8080, https: 8443 },
  });
  t.deepEqual(problemsOf(mapped, [shop()]), []);
});

test("behind a balancer that ends TLS, a VirtualServer redirects by its header, and needs tls for that", (t) => {
  const behind = classOf("f5", {
    customResources: true,
    forwardedHeaders: { trustedAddresses: ["10.0.0.0/8"] },
  });
  t.deepEqual(problemsOf(behind, [shop({ forceHttps: true })]), ["services.shop.forceHttps: needs-tls"]);
  t.deepEqual(problemsOf(behind, [shop(https)]), []);
  const [plan] = f5Services.plan(behind, planFailover("none", [shop(https)])).services;
  t.like(plan?.objects.at(-1)?.manifest.spec, {
    tls: { redirect: { enable: true, code: 308, basedOn: "x-forwarded-proto" } },
  });
});

test("names that F5 would break nginx's variables with are refused", (t) => {
  const named = (name: string, args: Partial<ServiceArgs>) =>
    service(name, { kind: "VirtualServer", backend: { service: "shop", port: 80 }, ...args });
  t.deepEqual(problemsOf(spec, [named("a", { ingress: "shop.v2" })]), [
    "services.a.ingress: no-variable-name",
  ]);
  t.deepEqual(problemsOf(spec, [named("a", { ingress: "n".repeat(203) })]), [
    "services.a.ingress: name-too-long",
  ]);
  t.deepEqual(problemsOf(spec, [named("a", { ingress: "n".repeat(202) })]), []);
  const small = classOf("f5", { customResources: true, performance: { variablesHashBucketSize: 64 } });
  t.deepEqual(problemsOf(small, [named("a", { ingress: "n".repeat(20) })]), [
    "services.a.ingress: name-too-long",
  ]);
  const alike = [
    named("a", { namespace: "shop", ingress: "api-v2" }),
    named("b", { namespace: "shop-api", ingress: "v2" }),
  ];
  t.deepEqual(problemsOf(spec, alike), ["services.b.ingress: same-variables"]);
});

for (const [title, other] of [
  ["an Ingress", service("web", { hosts: ["shop.example"], paths: [{ path: "/web" }] })],
  [
    "another VirtualServer",
    service("web", {
      kind: "VirtualServer",
      hosts: ["shop.example"],
      paths: [{ path: "/web" }],
      backend: { service: "web", port: 80 },
    }),
  ],
] as const) {
  test(`a host of a VirtualServer is not that of ${title} too`, (t) => {
    const problems = problemsOf(spec, [shop(), other]);
    t.true(problems.includes("services.shop.hosts: host-of-one"));
    t.is(problems.length, other.kind === "Ingress" ? 1 : 2);
  });
}

for (const mode of ["drill", "weighted"] as const) {
  test(`${mode} takes a VirtualServer without rewrite`, (t) => {
    const refusal = (service: ReturnType<typeof shop>) => f5Switchable(mode, service);
    t.is(refusal(shop()), undefined);
    t.is(refusal(shop({ rewrite: "/v1" })), "no-rewrite-in-parts");
    t.is(refusal(shop({ emergency: { service: "shop-2", rewrite: "/v1" } })), "no-rewrite-in-parts");
    t.is(refusal(service("web")), mode === "drill" ? "no-drills" : "no-weights");
  });
}

function f5Switchable(mode: "drill" | "weighted", service: ReturnType<typeof shop>): string | undefined {
  return f5Switching.refusal(mode, service, [service])?.code;
}
