import test from "ava";
import type { ServiceArgs } from "../../../../core/model/service.ts";
import { f5Claimed } from "../claimed-lines.ts";
import { classOf, hostless, planOf, problemsOf, service } from "../fixtures.ts";

const f5 = classOf("f5");
const ingressNginx = classOf("ingress-nginx");

function pair(first: Partial<ServiceArgs>, second: Partial<ServiceArgs>) {
  return [
    service("a", { hosts: ["shop.example"], paths: [{ path: "/a" }], ...first }),
    service("b", { hosts: ["shop.example"], paths: [{ path: "/b" }], ...second }),
  ];
}

const hostWide: Partial<ServiceArgs> = {
  tls: { secret: "shop-tls" },
  forceHttps: 301,
  hsts: { maxAge: "30d" },
  headers: { hide: ["Server"], response: { "X-Zone": "eu" } },
  upstreamKeepAlive: 16,
};

test("f5: settings that nginx has once per server are on the master, the rest on the minions", (t) => {
  const spec = classOf("f5", { expose: { http: 8080, https: 8443 } });
  const services = pair({ ...hostWide, bodySize: "2m" }, hostWide);
  const { masters, ingresses } = planOf(spec, services);
  t.deepEqual(problemsOf(spec, services), []);
  t.deepEqual(
    masters.map(({ name, manifest }) => ({ name, ...manifest })),
    [
      {
        name: "public-host-shop.example",
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: {
          name: "public-host-shop.example",
          namespace: "default",
          labels: {
            "app.kubernetes.io/name": "host-master",
            "app.kubernetes.io/instance": "public",
            "app.kubernetes.io/part-of": "exposure",
            "app.kubernetes.io/managed-by": "pulumi",
          },
          annotations: {
            "nginx.org/hsts": "true",
            "nginx.org/hsts-include-subdomains": "false",
            "nginx.org/hsts-max-age": "2592000",
            "nginx.org/http-redirect-code": "301",
            "nginx.org/keepalive": "16",
            "nginx.org/listen-ports": "8080",
            "nginx.org/listen-ports-ssl": "8443",
            "nginx.org/mergeable-ingress-type": "master",
            "nginx.org/proxy-hide-headers": "Server",
            "nginx.org/ssl-redirect": "true",
            "pulumi.com/skipAwait": "true",
          },
        },
        spec: {
          ingressClassName: "public",
          tls: [{ hosts: ["shop.example"], secretName: "shop-tls" }],
          rules: [{ host: "shop.example" }],
        },
      },
    ],
  );
  const minion = {
    "nginx.org/add-header": "X-Zone: eu: always",
    "nginx.org/add-header-inherit": "merge",
    "nginx.org/mergeable-ingress-type": "minion",
    "pulumi.com/skipAwait": "true",
  };
  t.deepEqual(
    ingresses.map(({ shared, manifest }) => [shared, manifest.metadata.annotations, manifest.spec.tls]),
    [
      ["public-host-shop.example", { ...minion, "nginx.org/client-max-body-size": "2m" }, undefined],
      ["public-host-shop.example", minion, undefined],
    ],
  );
});

test("f5: services without host share a master without host, which redirects only if configured to", (t) => {
  const services = [
    hostless("a", { paths: [{ path: "/", type: "Exact" }] }),
    hostless("b", { paths: [{ path: "/b" }] }),
  ];
  const { masters, ingresses } = planOf(f5, services);
  t.deepEqual(problemsOf(f5, services), []);
  t.deepEqual(
    masters.map(({ manifest }) => [manifest.metadata.name, manifest.metadata.annotations, manifest.spec]),
    [
      [
        "public-all-hosts",
        {
          "nginx.org/mergeable-ingress-type": "master",
          "nginx.org/ssl-redirect": "false",
          "pulumi.com/skipAwait": "true",
        },
        { ingressClassName: "public", rules: [{}] },
      ],
    ],
  );
  t.deepEqual(
    ingresses.map(({ manifest }) => manifest.spec.rules.map(({ host }) => host)),
    [[undefined], [undefined]],
  );
});

test("f5 refuses / without host only beside another service without host", (t) => {
  const [root, other] = [hostless("a"), hostless("b", { paths: [{ path: "/b" }] })];
  t.deepEqual(problemsOf(f5, [root]), []);
  t.deepEqual(problemsOf(ingressNginx, [root, other]), []);
  t.deepEqual(problemsOf(f5, [root, other]), ["services.a.paths: root-of-all-hosts"]);
});

test("f5: a service alone on its hosts is one ordinary Ingress with a rule for each", (t) => {
  const { masters, ingresses } = planOf(f5, [
    service("a", { hosts: ["a.example", "*.a.example"], tls: true }),
  ]);
  t.deepEqual(masters, []);
  t.deepEqual(
    ingresses.map(({ shared, manifest: { spec } }) => [shared, spec.tls, spec.rules.map(({ host }) => host)]),
    [[undefined, [{ hosts: ["a.example", "*.a.example"] }], ["a.example", "*.a.example"]]],
  );
});

test("f5: the master of services in several namespaces stands in the class's namespace", (t) => {
  const services = pair({ namespace: "one", tls: true }, { namespace: "two", tls: true });
  t.deepEqual(problemsOf(f5, services), []);
  t.deepEqual(
    planOf(f5, services).masters.map(({ manifest }) => [manifest.metadata.namespace, manifest.spec.tls]),
    [["ingress-public", [{ hosts: ["shop.example"] }]]],
  );
});

test("f5: each class has its own master for a host", (t) => {
  const other = { ...f5, name: "internal" };
  const services = pair({}, {});
  const moved = services.map((one) => ({ ...one, class: "internal", ingress: `${one.name}-internal` }));
  t.is(planOf(f5, services).masters[0]?.name, "public-host-shop.example");
  t.is(planOf(other, moved).masters[0]?.name, "internal-host-shop.example");
});

const disagreements: readonly [
  title: string,
  first: Partial<ServiceArgs>,
  second: Partial<ServiceArgs>,
  problem: string,
][] = [
  ["HTTPS", { tls: true }, {}, "services.b.tls: once-for-the-host"],
  [
    "certificates",
    { tls: { secret: "one" } },
    { tls: { secret: "two" } },
    "services.b.tls: once-for-the-host",
  ],
  ["redirects", { tls: true, forceHttps: true }, { tls: true }, "services.b.forceHttps: once-for-the-host"],
  [
    "the redirect's status",
    { tls: true, forceHttps: true },
    { tls: true, forceHttps: 302 },
    "services.b.forceHttps: once-for-the-host",
  ],
  ["HSTS", { tls: true }, { tls: true, hsts: true }, "services.b.hsts: once-for-the-host"],
  ["hidden headers", { headers: { hide: ["Server"] } }, {}, "services.b.headers.hide: once-for-the-host"],
  ["upstream keep-alive", { upstreamKeepAlive: 8 }, {}, "services.b.upstreamKeepAlive: once-for-the-host"],
  [
    "namespaces, each with its own certificate",
    { tls: { secret: "shop-tls" }, namespace: "one" },
    { tls: { secret: "shop-tls" }, namespace: "two" },
    "services.b.namespace: once-for-the-host",
  ],
  [
    "several hosts of which one is shared",
    {},
    { hosts: ["shop.example", "other.example"] },
    "services.b.hosts: single-host",
  ],
  [
    "the root, Exact and Prefix",
    { paths: [{ path: "/" }] },
    { paths: [{ path: "/", type: "Exact" }] },
    "services.b.paths: path-twice",
  ],
];

for (const [title, first, second, problem] of disagreements) {
  test(`f5 refuses services of one host that differ in ${title}`, (t) => {
    t.deepEqual(problemsOf(f5, pair(first, second)), [problem]);
  });
}

test("f5: gRPC services hide headers independently of the host's others", (t) => {
  const spec = classOf("f5", { snippets: true });
  const services = pair(
    { tls: true, protocol: "grpc", headers: { hide: ["X-Debug"] } },
    { tls: true, headers: { hide: ["Server"] } },
  );
  const { masters, ingresses } = planOf(spec, services);
  t.deepEqual(problemsOf(spec, services), []);
  t.is(masters[0]?.manifest.metadata.annotations["nginx.org/proxy-hide-headers"], "Server");
  t.is(
    ingresses[0]?.manifest.metadata.annotations["nginx.org/location-snippets"],
    `${f5Claimed.grpc}\ngrpc_hide_header X-Debug;`,
  );
});

test("ingress-nginx: services of one host differ in everything but the certificate", (t) => {
  t.deepEqual(problemsOf(ingressNginx, pair({ tls: true, forceHttps: true }, { bodySize: "2m" })), []);
  t.deepEqual(problemsOf(ingressNginx, pair({ tls: true }, { tls: { secret: "own" } })), [
    "services.b.tls: once-for-the-host",
  ]);
});

test("every problem of every service is reported at once", (t) => {
  const services = [
    service("a", { allow: ["10.0.0.0/8"], protocol: "grpc" }),
    service("b", { basicAuth: { secret: "users", realm: "$" } }),
  ];
  t.deepEqual(problemsOf(f5, services), [
    "services.a.protocol: grpc-needs-tls",
    "services.a.allow: needs-policies",
    "services.b.basicAuth.realm: unsupported-characters",
  ]);
});
