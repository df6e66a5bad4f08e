import test from "ava";
import { f5Annotations } from "../../../core/controllers/f5/annotations.ts";
import { haproxyAnnotations } from "../../../core/controllers/haproxy/annotations.ts";
import { haproxyServices } from "../../../core/controllers/haproxy/services.ts";
import { ingressNginxAnnotations } from "../../../core/controllers/ingress-nginx/annotations.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { told } from "../../told-problems.ts";
import { classOf, edgeClass, planOf, problemsOf, service } from "./fixtures.ts";

const dns = { "external-dns.alpha.kubernetes.io/target": "192.0.2.1" };
const issued = { tls: { clusterIssuer: "letsencrypt" } } as const;

/** Every field that becomes an annotation of any controller. */
const everything: Partial<ServiceArgs> = {
  emergency: { service: "standby" },
  tls: true,
  forceHttps: 301,
  rewrite: "/v1",
  bodySize: "1m",
  timeouts: { connect: "1s", read: "2s", send: "3s" },
  buffering: true,
  upstreamKeepAlive: 8,
  rateLimit: { requestsPerSecond: 10 },
  allow: ["192.0.2.0/24"],
  sticky: { expires: "1h" },
  hsts: true,
  headers: { request: { "X-Zone": "eu" }, response: { "X-Zone": "eu" }, hide: ["Server"] },
  retries: { tries: 2, timeout: "5s" },
  basicAuth: { secret: "users" },
};
const protocols = ["http", "https", "grpc", "websocket"] as const;

for (const [controller, own] of [
  ["f5", f5Annotations],
  ["ingress-nginx", ingressNginxAnnotations],
] as const) {
  test(`${controller}: each annotation that a field sets is known to have one`, (t) => {
    const spec = classOf(controller, { snippets: true, expose: { http: 8080, https: 8443 } });
    const services = protocols.map((protocol) => service(protocol, { ...everything, protocol }));
    const shared = [service("a", { hosts: ["x.example"] }), service("b", { hosts: ["x.example"] })];
    const { ingresses, masters } = planOf(spec, [...services, ...shared], "all");
    const manifests = [
      ...ingresses.map(({ manifest }) => manifest),
      ...masters.map(({ manifest }) => manifest),
    ];
    const rendered = new Set(manifests.flatMap(({ metadata }) => Object.keys(metadata.annotations)));
    t.deepEqual(
      [...rendered].filter(
        (name) => own.prefixes.some((prefix) => name.startsWith(prefix)) && !(name in own.fields),
      ),
      [],
    );
    t.true(rendered.size > 20);
  });
}

test("haproxy: each annotation that a field sets is known to have one", (t) => {
  const services = protocols.map((protocol) =>
    service(protocol, { ...everything, protocol, backend: { service: "one", port: 80 } }),
  );
  const plans = haproxyServices.plan(edgeClass(), planFailover("all", services));
  const manifests = plans.services.flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
  const rendered = new Set(manifests.flatMap(({ metadata }) => Object.keys(metadata.annotations)));
  t.deepEqual(
    [...rendered].filter((name) => name.startsWith("haproxy.org/") && !(name in haproxyAnnotations.fields)),
    [],
  );
  t.true(rendered.size > 12);
});

const refused: readonly (readonly [string, Partial<ServiceArgs>, readonly string[]])[] = [
  [
    "a field's",
    { annotations: { "nginx.org/proxy-read-timeout": "5s" } },
    ["annotations: annotation-with-field"],
  ],
  [
    "an issuer's",
    { annotations: { "cert-manager.io/issuer": "ca" } },
    ["annotations: annotation-with-field"],
  ],
  [
    "an own one without field",
    { annotations: { "nginx.org/lb-method": "x" } },
    ["annotations: unchecked-annotation"],
  ],
  [
    "an own one without field, unchecked",
    { annotations: { "nginx.org/lb-method": "x" }, unchecked: true },
    [],
  ],
  [
    "a field's, unchecked",
    { annotations: { "nginx.org/hsts": "true" }, unchecked: true },
    ["annotations: annotation-with-field", "unchecked: has-no-effect"],
  ],
  [
    "another controller's",
    { annotations: { "haproxy.org/timeout-server": "5s" } },
    ["annotations: has-no-effect"],
  ],
  [
    "the program's",
    { annotations: { "exposure.dev/backend": "emergency" } },
    ["annotations: reserved-annotation"],
  ],
  [
    "the engine's",
    { annotations: { "pulumi.com/patchForce": "true" } },
    ["annotations: reserved-annotation"],
  ],
  [
    "the class's",
    { annotations: { "kubernetes.io/ingress.class": "x" } },
    ["annotations: reserved-annotation"],
  ],
  ["unchecked for nothing", { unchecked: true }, ["unchecked: has-no-effect"]],
  [
    "cert-manager's without a Secret",
    { annotations: { "kubernetes.io/tls-acme": "true" } },
    ["annotations: needs-tls-secret"],
  ],
  [
    "cert-manager's with a Secret",
    { annotations: { "kubernetes.io/tls-acme": "true" }, tls: { secret: "web-tls" } },
    [],
  ],
  ["external-dns'", { annotations: dns }, []],
  ["a label of one's own", { labels: { team: "shop" } }, []],
  ["a label of the program", { labels: { "app.kubernetes.io/instance": "x" } }, ["labels: reserved-label"]],
];

for (const [what, args, expected] of refused) {
  test(`f5 and annotations or labels: ${what}`, (t) => {
    t.deepEqual(
      problemsOf(classOf("f5"), [service("api", args)]),
      expected.map((problem) => `services.api.${problem}`),
    );
  });
}

test("a class's defaults are on each Ingress, a service's own win, and the program's labels stay", (t) => {
  const spec = classOf("ingress-nginx", {
    ingressDefaults: { annotations: { ...dns, note: "class" }, labels: { team: "edge", zone: "a" } },
  });
  const api = service("api", {
    emergency: { service: "standby" },
    annotations: { note: "service" },
    labels: { team: "shop" },
  });
  const flag = { services: { api: { mode: "drill" } } } as const;
  const [plan] = planOf(spec, [api], flag).ingresses;
  for (const { metadata } of [plan?.manifest, plan?.canary].flatMap((manifest) => manifest ?? [])) {
    t.like(metadata.annotations, { ...dns, note: "service" });
    t.like(metadata.labels, { team: "shop", zone: "a", "app.kubernetes.io/instance": "api" });
  }
});

test("haproxy: a canary, whose host is no DNS name, carries none of them", (t) => {
  const api = service("api", {
    emergency: { service: "standby" },
    annotations: dns,
    labels: { team: "shop" },
  });
  const [plan] = haproxyServices.plan(edgeClass(), planFailover("none", [api])).services;
  const found = plan?.objects.map(({ role, manifest: { metadata } }) => [
    role,
    "external-dns.alpha.kubernetes.io/target" in metadata.annotations,
    "team" in metadata.labels,
  ]);
  t.deepEqual(found, [
    ["switched", true, true],
    ["canary", false, false],
  ]);
});

test("an issuer is named where the certificate is, and its Secret by the service", (t) => {
  const [nginx] = planOf(classOf("ingress-nginx"), [service("api", issued)]).ingresses;
  t.is(nginx?.manifest.metadata.annotations["cert-manager.io/cluster-issuer"], "letsencrypt");
  t.deepEqual(nginx?.manifest.spec.tls, [{ hosts: ["api.example"], secretName: "api-tls" }]);
  const { ingresses, masters } = planOf(classOf("f5"), [service("api", { ...issued, forceHttps: true })]);
  t.deepEqual(
    masters.map(({ manifest: { metadata, spec } }) => [metadata.annotations, spec.tls]),
    [
      [
        {
          "cert-manager.io/cluster-issuer": "letsencrypt",
          "cert-manager.io/issue-temporary-certificate": "true",
          "nginx.org/http-redirect-code": "308",
          "nginx.org/mergeable-ingress-type": "master",
          "nginx.org/ssl-redirect": "true",
          "pulumi.com/skipAwait": "true",
        },
        [{ hosts: ["api.example"], secretName: "api-tls" }],
      ],
    ],
  );
  t.deepEqual(
    ingresses.map(({ manifest: { metadata, spec } }) => [metadata.annotations, spec.tls]),
    [[{ "nginx.org/mergeable-ingress-type": "minion", "pulumi.com/skipAwait": "true" }, undefined]],
  );
});

test("f5: an issuer with several hosts, and services of one host that disagree about its certificate", (t) => {
  const f5 = classOf("f5");
  t.deepEqual(problemsOf(f5, [service("api", { ...issued, hosts: ["a.example", "b.example"] })]), [
    "services.api.tls.clusterIssuer: single-host",
  ]);
  const of = (name: string, annotations: Readonly<Record<string, string>>) =>
    service(name, {
      hosts: ["a.example"],
      paths: [{ path: `/${name}` }],
      tls: { secret: "a-tls" },
      annotations,
    });
  const acme = { "cert-manager.io/common-name": "a.example" };
  t.deepEqual(problemsOf(f5, [of("a", acme), of("b", {}), of("c", { "cert-manager.io/common-name": "c" })]), [
    "services.c.annotations: once-for-the-host",
  ]);
  const [master] = planOf(f5, [of("b", {}), of("a", acme)]).masters;
  t.like(master?.manifest.metadata.annotations, acme);
});

test("the problems of both controllers read alike on the edge", (t) => {
  const services = [
    service("api", { annotations: { "nginx.org/hsts": "true", "haproxy.org/timeout-server": "1s" } }),
  ];
  t.deepEqual(told(haproxyServices.problems(edgeClass(), services)), [
    "services.api.annotations: annotation-with-field",
    "services.api.annotations: has-no-effect",
  ]);
});
