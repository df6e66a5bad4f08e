import test from "ava";
import type { ServiceSpec } from "../../../components/model/service.ts";
import { isStandbyHost } from "../../../components/names.ts";
import type { IngressManifest } from "../../../components/service-ingress/manifest.ts";
import { classOf, hostless, planOf, problemsOf, service } from "./fixtures.ts";

const nginx = classOf("ingress-nginx");
const emergency = { service: "shop-2", port: 8080 };
const host = "shop.default.standby.invalid";
const known = {
  host,
  http: {
    paths: [
      {
        path: "/primary",
        pathType: "Exact",
        backend: { service: { name: "shop", port: { name: "http" } } },
      },
      {
        path: "/emergency",
        pathType: "Exact",
        backend: { service: { name: "shop-2", port: { number: 8080 } } },
      },
    ],
  },
};
const manifestOf = (one: ServiceSpec, flag: "none" | "all" = "none"): IngressManifest => {
  const [plan] = planOf(nginx, [one], flag).ingresses;
  if (plan === undefined) throw new Error("no plan");
  return plan.manifest;
};

const shops: readonly (readonly [string, ServiceSpec, readonly (string | undefined)[]])[] = [
  ["one host", service("shop", { emergency }), ["shop.example"]],
  [
    "two hosts",
    service("shop", { emergency, hosts: ["a.example", "b.example"] }),
    ["a.example", "b.example"],
  ],
  ["every host", hostless("shop", { emergency }), [undefined]],
  ["a wildcard", service("shop", { emergency, hosts: ["*.example"] }), ["*.example"]],
  [
    "a rewrite, and so expressions",
    service("shop", { emergency, paths: [{ path: "/v1" }], rewrite: "/" }),
    ["shop.example"],
  ],
  [
    "a certificate of its own",
    service("shop", { emergency, tls: { secret: "shop-tls" }, forceHttps: true }),
    ["shop.example"],
  ],
  ["gRPC", service("shop", { emergency, tls: true, protocol: "grpc" }), ["shop.example"]],
];

for (const [title, shop, hosts] of shops) {
  test(`ingress-nginx knows both backends of a service with ${title}, whoever serves`, (t) => {
    t.deepEqual(problemsOf(nginx, [shop]), []);
    const [off, on] = [manifestOf(shop), manifestOf(shop, "all")];
    for (const { spec } of [off, on]) {
      t.deepEqual(
        spec.rules.map((rule) => rule.host),
        [...hosts, host],
        "the visible rules come first",
      );
      t.deepEqual(spec.rules.at(-1), known);
      t.false((spec.tls ?? []).flatMap((tls) => tls.hosts).some(isStandbyHost));
    }
  });

  test(`a switch of a service with ${title} is its visible backends and the mark, nothing else`, (t) => {
    const [off, on] = [manifestOf(shop), manifestOf(shop, "all")];
    const { "exposure.dev/backend": mark, ...annotations } = on.metadata.annotations;
    t.is(mark, "emergency");
    const switched = JSON.stringify(off.spec.rules.slice(0, -1)).replaceAll(
      '{"name":"shop","port":{"name":"http"}}',
      '{"name":"shop-2","port":{"number":8080}}',
    );
    t.deepEqual(
      { metadata: { ...on.metadata, annotations }, spec: on.spec },
      { metadata: off.metadata, spec: { ...off.spec, rules: [...JSON.parse(switched), known] } },
    );
    t.notDeepEqual(on.spec, off.spec);
  });
}

test("what keeps people out of a service keeps them out of the host nobody asks for: it is the same Ingress", (t) => {
  const shop = service("shop", {
    emergency,
    allow: ["192.0.2.0/24"],
    basicAuth: { secret: "users", realm: "shop" },
  });
  const { metadata, spec } = manifestOf(shop);
  t.is(spec.rules.length, 2);
  t.like(metadata.annotations, {
    "nginx.ingress.kubernetes.io/whitelist-source-range": "192.0.2.0/24",
    "nginx.ingress.kubernetes.io/auth-secret": "users",
  });
});

test("a service without an emergency backend has its own rules alone", (t) => {
  t.deepEqual(
    manifestOf(service("shop")).spec.rules.map((rule) => rule.host),
    ["shop.example"],
  );
});

test("F5 has no such rule: it hands nginx a backend and the Ingress that leads there at once", (t) => {
  const [plan] = planOf(classOf("f5"), [service("shop", { emergency })]).ingresses;
  t.deepEqual(
    plan?.manifest.spec.rules.map((rule) => rule.host),
    ["shop.example"],
  );
});

test("a host beside a rewrite makes expressions of nobody else's paths", (t) => {
  const services = [
    service("shop", { emergency, paths: [{ path: "/v1" }], rewrite: "/" }),
    service("other", { emergency: { service: "other-2" }, paths: [{ path: "/v2" }] }),
  ];
  const [, other] = planOf(nginx, services).ingresses;
  t.is(other?.manifest.metadata.annotations["nginx.ingress.kubernetes.io/use-regex"], undefined);
  t.deepEqual(
    other?.manifest.spec.rules.map(({ http }) => http?.paths.map(({ pathType }) => pathType)),
    [["Prefix"], ["Exact", "Exact"]],
  );
});
