import test from "ava";
import type { CustomObject } from "../../../../../core/controllers/custom-object.ts";
import { f5Services } from "../../../../../core/controllers/f5/services.ts";
import { planFailover } from "../../../../../core/failover/plan.ts";
import type { SwitchArgs } from "../../../../../core/model/failover.ts";
import type { ServiceArgs } from "../../../../../core/model/service.ts";
import { f5Claimed } from "../../claimed-lines.ts";
import { classOf, service } from "../../fixtures.ts";

const spec = classOf("f5", { customResources: true });
const shop = (args: Partial<ServiceArgs> = {}) =>
  service("shop", {
    kind: "VirtualServer",
    backend: { service: "shop", port: 80 },
    emergency: { service: "shop-2", port: 81 },
    ...args,
  });

function objectsOf(args: Partial<ServiceArgs> = {}, entry?: SwitchArgs) {
  const api = shop(args);
  const flag = entry === undefined ? "none" : { services: { shop: entry } };
  const [plan] = f5Services.plan(spec, planFailover(flag, [api])).services;
  return (plan?.objects ?? []).map(({ role, suffix, manifest }) => ({
    role,
    suffix,
    manifest: manifest as CustomObject,
  }));
}

const specOf = (args: Partial<ServiceArgs> = {}, entry?: SwitchArgs) =>
  objectsOf(args, entry).at(-1)?.manifest.spec;
const routesOf = (args: Partial<ServiceArgs> = {}, entry?: SwitchArgs) => specOf(args, entry)?.routes;

test("a service with nothing but a path is one VirtualServer with both backends as upstreams", (t) => {
  t.deepEqual(objectsOf({ paths: [{ path: "/v2" }] }), [
    {
      role: "switched",
      suffix: "virtual-server",
      manifest: {
        apiVersion: "k8s.nginx.org/v1",
        kind: "VirtualServer",
        metadata: {
          name: "shop",
          namespace: "default",
          labels: {
            "app.kubernetes.io/name": "service-ingress",
            "app.kubernetes.io/instance": "shop",
            "app.kubernetes.io/part-of": "exposure",
            "app.kubernetes.io/managed-by": "pulumi",
          },
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          ingressClassName: "public",
          host: "shop.example",
          upstreams: [
            { name: "primary", service: "shop", port: 80, "next-upstream-timeout": "60s" },
            { name: "emergency", service: "shop-2", port: 81, "next-upstream-timeout": "60s" },
          ],
          routes: [
            { path: "=/v2", action: { pass: "primary" } },
            { path: "/v2/", action: { pass: "primary" } },
          ],
        },
      },
    },
  ]);
});

test("every field has its place, and each Policy goes before the VirtualServer that names it", (t) => {
  const objects = objectsOf({
    tls: { secret: "shop-tls" },
    forceHttps: 301,
    rewrite: "/v1",
    protocol: "https",
    bodySize: "8m",
    timeouts: { connect: "5s", read: "30s", send: "20s" },
    buffering: false,
    upstreamKeepAlive: 16,
    rateLimit: { requestsPerSecond: 10, burst: 20, status: 503 },
    allow: ["192.0.2.0/24", "2001:db8::/32"],
    sticky: { cookie: "route", expires: "1h" },
    hsts: { maxAge: "1d", includeSubdomains: true },
    headers: { request: { "X-Zone": "eu" }, response: { "X-Frame": "DENY" }, hide: ["Server"] },
    retries: { on: ["error", "http_502"], tries: 2, timeout: "9s" },
    basicAuth: { secret: "users", realm: "Shop" },
  });
  t.deepEqual(
    objects.map(({ role, suffix, manifest: { kind, metadata } }) => [role, suffix, kind, metadata.name]),
    [
      ["policy", "rate-limit-policy", "Policy", "shop-rate-limit"],
      ["policy", "allow-policy", "Policy", "shop-allow"],
      ["policy", "basic-auth-policy", "Policy", "shop-basic-auth"],
      ["switched", "virtual-server", "VirtualServer", "shop"],
    ],
  );
  const ingressClassName = "public";
  t.deepEqual(
    objects.slice(0, 3).map(({ manifest }) => manifest.spec),
    [
      {
        ingressClassName,
        rateLimit: {
          rate: "10r/s",
          key: `$${"{binary_remote_addr}"}`,
          zoneSize: "10m",
          burst: 20,
          noDelay: true,
          rejectCode: 503,
        },
      },
      { ingressClassName, accessControl: { allow: ["192.0.2.0/24", "2001:db8::/32"] } },
      { ingressClassName, basicAuth: { secret: "users", realm: "Shop" } },
    ],
  );
  const settings = {
    tls: { enable: true },
    "client-max-body-size": "8m",
    "connect-timeout": "5s",
    "read-timeout": "30s",
    "send-timeout": "20s",
    buffering: false,
    keepalive: 16,
    sessionCookie: { enable: true, name: "route", expires: "1h", httpOnly: true, secure: true, path: "/" },
    "next-upstream": "error http_502",
    "next-upstream-tries": 2,
    "next-upstream-timeout": "9s",
  };
  t.deepEqual(objects.at(-1)?.manifest.spec, {
    ingressClassName,
    host: "shop.example",
    tls: { secret: "shop-tls", redirect: { enable: true, code: 301 } },
    policies: [{ name: "shop-rate-limit" }, { name: "shop-allow" }, { name: "shop-basic-auth" }],
    upstreams: [
      { name: "primary", service: "shop", port: 80, ...settings },
      { name: "emergency", service: "shop-2", port: 81, ...settings },
    ],
    routes: [
      {
        path: "/",
        action: {
          proxy: {
            upstream: "primary",
            rewritePath: "/v1/",
            requestHeaders: { set: [{ name: "X-Zone", value: "eu" }] },
            responseHeaders: {
              hide: ["Server"],
              add: [
                {
                  name: "Strict-Transport-Security",
                  value: "max-age=86400; includeSubDomains",
                  always: true,
                },
                { name: "X-Frame", value: "DENY", always: true },
              ],
            },
          },
        },
      },
    ],
  });
});

test("the class's own certificate needs no name", (t) => {
  t.deepEqual(specOf({ tls: true })?.tls, {});
});

test("a burst of none is left out, which F5 refuses to be told", (t) => {
  const [policy] = objectsOf({ rateLimit: { requestsPerSecond: 10, burst: 0 } });
  t.deepEqual(Object.keys((policy?.manifest.spec.rateLimit ?? {}) as object), [
    "rate",
    "key",
    "zoneSize",
    "rejectCode",
  ]);
});

test("with snippets, request bodies follow buffering too, after the class's own lines", (t) => {
  const snippets = classOf("f5", {
    customResources: true,
    snippets: true,
    configMap: { "location-snippets": "etag off;" },
  });
  const [plan] = f5Services.plan(snippets, planFailover("none", [shop({ buffering: false })])).services;
  const found = plan?.objects.at(-1)?.manifest as CustomObject | undefined;
  t.deepEqual(found?.spec.routes, [
    {
      path: "/",
      "location-snippets": [f5Claimed.proxy, "etag off;", "proxy_request_buffering off;"].join("\n"),
      action: { pass: "primary" },
    },
  ]);
});

const path = "/";
for (const [entry, route] of [
  [{ mode: "off" }, { path, action: { pass: "primary" } }],
  [{ mode: "on" }, { path, action: { pass: "emergency" } }],
  [
    { mode: "drill" },
    {
      path,
      matches: [
        {
          conditions: [{ header: "X-Exposure-Drill", value: "always" }],
          action: { pass: "emergency" },
        },
        {
          conditions: [{ header: "Cookie", value: "~(^|; ?)exposure-drill=always(;|$)" }],
          action: { pass: "emergency" },
        },
      ],
      action: { pass: "primary" },
    },
  ],
  [
    { mode: "weighted", weight: 25 },
    {
      path,
      splits: [
        { weight: 75, action: { pass: "primary" } },
        { weight: 25, action: { pass: "emergency" } },
      ],
    },
  ],
  [
    { mode: "weighted", weight: 100 },
    {
      path,
      splits: [
        { weight: 0, action: { pass: "primary" } },
        { weight: 100, action: { pass: "emergency" } },
      ],
    },
  ],
] as const) {
  test(`mode ${entry.mode} ${"weight" in entry ? entry.weight : ""} changes the routes and the marks, and nothing else`, (t) => {
    t.deepEqual(routesOf({}, entry), [route]);
    const { routes: _, ...rest } = specOf({}, entry) ?? {};
    const { routes: __, ...before } = specOf() ?? {};
    t.deepEqual(rest, before);
  });
}

for (const [mode, marks] of [
  ["on", { "exposure.dev/backend": "emergency" }],
  ["drill", { "exposure.dev/switch": "drill" }],
] as const) {
  test(`mode ${mode} is marked with its reason`, (t) => {
    const object = objectsOf({}, { mode, reason: "test", since: "2026-11-27T18:00:00Z" }).at(-1);
    t.deepEqual(object?.manifest.metadata.annotations, {
      ...marks,
      "exposure.dev/reason": "test",
      "exposure.dev/since": "2026-11-27T18:00:00Z",
      "pulumi.com/skipAwait": "true",
    });
  });
}

test("what a drill changes on the way to one backend is the same for both", (t) => {
  t.deepEqual(routesOf({ headers: { hide: ["Server"] } }, { mode: "weighted", weight: 5 }), [
    {
      path: "/",
      splits: ["primary", "emergency"].map((upstream, index) => ({
        weight: [95, 5][index],
        action: { proxy: { upstream, responseHeaders: { hide: ["Server"] } } },
      })),
    },
  ]);
});

test("annotations and labels of the service and of the class go on the VirtualServer", (t) => {
  const dressed = classOf("f5", {
    customResources: true,
    ingressDefaults: { annotations: { "example.dev/a": "1", "example.dev/b": "1" }, labels: { team: "a" } },
  });
  const api = shop({ annotations: { "example.dev/b": "2" }, labels: { tier: "x" } });
  const [plan] = f5Services.plan(dressed, planFailover("none", [api])).services;
  const { labels, annotations } = plan?.objects.at(-1)?.manifest.metadata ?? {};
  t.like(labels, { team: "a", tier: "x" });
  t.like(annotations, { "example.dev/a": "1", "example.dev/b": "2" });
});

test("an emergency backend may have a protocol and a rewrite of its own", (t) => {
  const args = {
    rewrite: "/v1",
    protocol: "https",
    emergency: { service: "static", port: 80, protocol: "http", rewrite: false },
  } as const;
  const found = specOf(args);
  t.like(found?.upstreams, [{ name: "primary", tls: { enable: true } }, { name: "emergency" }]);
  const [, standby = {}] = (found?.upstreams ?? []) as readonly object[];
  t.false("tls" in standby);
  t.deepEqual(found?.routes, [{ path, action: { proxy: { upstream: "primary", rewritePath: "/v1/" } } }]);
  t.deepEqual(routesOf(args, { mode: "on" }), [{ path, action: { pass: "emergency" } }]);
});
