import test from "ava";
import { haproxyServices } from "../../../../core/controllers/haproxy/services.ts";
import { switchedObject } from "../../../../core/controllers/service-plan.ts";
import { planFailover } from "../../../../core/failover/plan.ts";
import type { FailoverFlag } from "../../../../core/model/failover.ts";
import type { ServiceArgs, ServiceSpec } from "../../../../core/model/service.ts";
import { told } from "../../../told-problems.ts";
import { off, tls } from "../features/feature.ts";
import { edgeClass, service } from "../fixtures.ts";

const spec = edgeClass();

function planOf(services: readonly ServiceSpec[], flag: FailoverFlag = "none") {
  return haproxyServices.plan(spec, planFailover(flag, services)).services.map(switchedObject);
}

function problemsOf(services: readonly ServiceSpec[]): readonly string[] {
  return told(haproxyServices.problems(spec, services));
}

// What the features (test/core/controllers/features), which compare all three controllers, do not show.
const rendered: readonly [string, Partial<ServiceArgs>, Readonly<Record<string, string>>][] = [
  [
    "a read timeout",
    { timeouts: { read: "10m" } },
    { ...off, "timeout-server": "10m", "backend-config-snippet": "timeout tunnel 10m" },
  ],
  [
    "one timeout for both directions",
    { timeouts: { read: "60s", send: "1m" } },
    { ...off, "timeout-server": "60s", "backend-config-snippet": "timeout tunnel 60s" },
  ],
  ["no body limit and no buffering, HAProxy's only behaviour", { bodySize: "0", buffering: false }, off],
  [
    "a rewrite of several paths by one expression, the longest first",
    { paths: [{ path: "/a" }, { path: "/a/b.c/" }, { path: "/" }], rewrite: "/" },
    { ...off, "path-rewrite": "^(?:/a/b\\.c|/a|)(?:/|$)(.*)$ /\\1" },
  ],
  [
    "a rewrite of an Exact path",
    { paths: [{ path: "/a+b", type: "Exact" }], rewrite: "/v1" },
    { ...off, "path-rewrite": "^/a\\+b$ /v1" },
  ],
  [
    "a rate with its burst as a window",
    { rateLimit: { requestsPerSecond: 50, burst: 200 } },
    {
      ...off,
      "backend-config-snippet": [
        "stick-table type ip size 100k expire 5000ms peers localinstance store http_req_rate(5000ms)",
        "http-request track-sc0 src",
        "http-request deny deny_status 429 if { sc_http_req_rate(0) gt 250 }",
      ].join("\n"),
    },
  ],
  [
    "a rate without burst",
    { rateLimit: { requestsPerSecond: 3, burst: 0, status: 503 } },
    {
      ...off,
      "backend-config-snippet": [
        "stick-table type ip size 100k expire 1000ms peers localinstance store http_req_rate(1000ms)",
        "http-request track-sc0 src",
        "http-request deny deny_status 503 if { sc_http_req_rate(0) gt 3 }",
      ].join("\n"),
    },
  ],
  [
    "sticky sessions by lines that no version of the controller ignores",
    { sticky: { cookie: "route" } },
    {
      ...off,
      "backend-config-snippet":
        "dynamic-cookie-key ohph7OoGhong\ncookie route insert indirect nocache dynamic httponly",
    },
  ],
  [
    "headers in both directions, with literal percent signs, and one hidden header",
    { headers: { request: { "X-A": "100%", "X-B": "b" }, response: { "X-C": "c d" }, hide: ["Server"] } },
    {
      ...off,
      "request-set-header": "X-A 100%%\nX-B b",
      "response-set-header": "X-C c d",
      "backend-config-snippet": "http-response del-header Server",
    },
  ],
  [
    "retries in HAProxy's terms, never of a request that a server may have processed",
    { retries: { on: ["error", "timeout", "http_502"], tries: 2 } },
    {
      ...off,
      "backend-config-snippet": [
        "retries 1",
        "retry-on conn-failure empty-response response-timeout 502",
        "http-request disable-l7-retry if { method POST LOCK PATCH }",
      ].join("\n"),
    },
  ],
  [
    "retries of everything",
    { retries: { on: ["invalid_header", "non_idempotent"] } },
    { ...off, "backend-config-snippet": "retries 2\nretry-on junk-response" },
  ],
];

for (const [title, args, annotations] of rendered) {
  test(`haproxy renders ${title}`, (t) => {
    const api = service("api", args);
    t.deepEqual(problemsOf([api]), []);
    const [manifest] = planOf([api]);
    t.deepEqual(manifest?.metadata.annotations, {
      ...Object.fromEntries(
        Object.entries(annotations).map(([name, value]) => [`haproxy.org/${name}`, value]),
      ),
      "pulumi.com/skipAwait": "true",
    });
  });
}

const refused: readonly [string, Partial<ServiceArgs>, string][] = [
  ["a connect timeout per service", { timeouts: { connect: "2s" } }, "timeouts.connect: unsupported"],
  [
    "different timeouts for the two directions",
    { timeouts: { read: "1m", send: "2m" } },
    "timeouts.send: same-as-read",
  ],
  [
    "one path as Prefix and Exact",
    { paths: [{ path: "/a" }, { path: "/a", type: "Exact" }] },
    "paths: path-twice",
  ],
];

for (const [title, args, problem] of refused) {
  test(`haproxy refuses ${title} with the way out`, (t) => {
    t.deepEqual(problemsOf([service("api", args)]), [`services.api.${problem}`]);
  });
}

const one = { service: "one", port: "http" };
const two = { service: "two", port: "http" };
const together: readonly [string, readonly ServiceSpec[], readonly string[]][] = [
  [
    "one Service behind two services",
    [service("a", { backend: one }), service("b", { backend: one }), service("c", { backend: one })],
    ["services.b.backend.service: shared-service", "services.c.backend.service: shared-service"],
  ],
  [
    "one Service as the standby of two services",
    [
      service("a", { emergency: { service: "one" } }),
      service("b", { backend: two, emergency: { service: "one" } }),
    ],
    ["services.b.emergency.service: shared-service"],
  ],
  [
    "the standby of one service behind another",
    [service("a", { emergency: { service: "one" } }), service("b", { backend: one })],
    ["services.b.backend.service: shared-service"],
  ],
  [
    "one Service by the name and the number of a port",
    [service("a", { backend: one }), service("b", { backend: { service: "one", port: 80 } })],
    ["services.b.backend.service: shared-service"],
  ],
  [
    "two ports of a Service where a canary would not know which",
    [
      service("a", { backend: one, emergency: { service: "two" } }),
      service("b", { backend: { service: "one", port: "admin" } }),
    ],
    ["services.b.backend.service: shared-service"],
  ],
  [
    "one cookie on one host",
    [
      service("a", { hosts: ["x.example"], paths: [{ path: "/a" }], sticky: true }),
      service("b", { hosts: ["x.example"], paths: [{ path: "/b" }], sticky: true }),
      service("c", { hosts: ["y.example"], sticky: true }),
    ],
    ["services.b.sticky.cookie: shared-cookie"],
  ],
  [
    "two certificates on one host",
    [
      service("a", { hosts: ["x.example"], ...tls }),
      service("b", { hosts: ["x.example"], paths: [{ path: "/b" }], tls: { secret: "own" } }),
    ],
    ["services.b.tls: once-for-the-host"],
  ],
];

for (const [title, services, problems] of together) {
  test(`haproxy refuses ${title}`, (t) => {
    t.deepEqual(problemsOf(services), problems);
  });
}

test("a service is an Ingress of class haproxy with its hosts, paths and certificate", (t) => {
  const api = service("api", {
    namespace: "shop",
    hosts: ["api.example", "*.api.example"],
    paths: [{ path: "/v1/" }, { path: "/health", type: "Exact" }],
    backend: { service: "api", port: 8080 },
    tls: { secret: "api-tls" },
  });
  const backend = { service: { name: "api", port: { number: 8080 } } };
  const http = {
    paths: [
      { path: "/v1", pathType: "Prefix" as const, backend },
      { path: "/health", pathType: "Exact" as const, backend },
    ],
  };
  t.deepEqual(planOf([api])[0]?.spec, {
    ingressClassName: "haproxy",
    tls: [{ hosts: ["api.example", "*.api.example"], secretName: "api-tls" }],
    rules: [
      { host: "api.example", http },
      { host: "*.api.example", http },
    ],
  });
});

test("the emergency switch changes the backend and says so, and nothing else", (t) => {
  const api = service("api", { emergency: { service: "standby", port: 81 }, sticky: true, ...tls });
  const web = service("web");
  const [before, other] = planOf([api, web]);
  const [after, same] = planOf([api, web], "all");
  t.deepEqual(same, other);
  t.deepEqual(after?.metadata.annotations, {
    ...before?.metadata.annotations,
    "exposure.dev/backend": "emergency",
  });
  const rule = (service: string, port: object) => ({
    host: "api.example",
    http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: service, port } } }] },
  });
  const [primary, standby] = [
    ["api", { name: "http" }],
    ["standby", { number: 81 }],
  ] as const;
  const standing = {
    host: "default.svc.api.canary.invalid",
    http: {
      paths: [
        { path: "/primary", pathType: "Exact", backend: { service: { name: primary[0], port: primary[1] } } },
        {
          path: "/emergency",
          pathType: "Exact",
          backend: { service: { name: standby[0], port: standby[1] } },
        },
      ],
    },
  };
  t.deepEqual(before?.spec.rules, [rule(...primary), standing]);
  t.deepEqual(after?.spec.rules, [rule(...standby), standing]);
});

for (const [title, services] of [
  [
    "two ports of a Service without a switch",
    [service("a", { backend: one }), service("b", { backend: { service: "one", port: "admin" } })],
  ],
  [
    "Services of one name in two namespaces",
    [service("a", { backend: one }), service("b", { backend: one, namespace: "other" })],
  ],
  [
    "two ports of one Service as primary and standby of a service",
    [service("a", { backend: one, emergency: { service: "one", port: "old" } })],
  ],
  [
    "windows of one length, as each backend counts by itself",
    [
      service("a", { rateLimit: { requestsPerSecond: 10 } }),
      service("b", { rateLimit: { requestsPerSecond: 20 } }),
    ],
  ],
] as const) {
  test(`haproxy serves ${title}`, (t) => {
    t.deepEqual(problemsOf(services), []);
  });
}

for (const [path, target] of [
  ["/a", "/v1/"],
  ["/a/", "/v1/"],
  ["/a/x/y", "/v1/x/y"],
  ["/a/b.c", "/v1/"],
  ["/a/b.c/x", "/v1/x"],
  ["/a/b.cd", "/v1/b.cd"],
  ["/a/bxc", "/v1/bxc"],
] as const) {
  test(`the rewrite leads ${path} to ${target}`, (t) => {
    const api = service("api", { paths: [{ path: "/a" }, { path: "/a/b.c" }], rewrite: "/v1" });
    const rewrite = planOf([api])[0]?.metadata.annotations["haproxy.org/path-rewrite"] ?? "";
    const [expression = "", replacement = ""] = rewrite.split(" ");
    t.is(path.replace(new RegExp(expression), replacement.replace("\\1", "$1")), target);
  });
}
