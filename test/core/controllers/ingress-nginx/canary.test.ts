import test from "ava";
import type { IngressManifest } from "../../../../core/controllers/ingress.ts";
import { switchProblems } from "../../../../core/controllers/plan-services.ts";
import { planFailover } from "../../../../core/failover/plan.ts";
import type { FailoverFlag, SwitchArgs } from "../../../../core/model/failover.ts";
import type { ServiceSpec } from "../../../../core/model/service.ts";
import { told } from "../../../told-problems.ts";
import { classOf, planOf, service } from "../fixtures.ts";

const shop = service("shop", {
  paths: [{ path: "/shop" }],
  emergency: { service: "shop-static", port: 8080 },
  tls: true,
  forceHttps: true,
  rewrite: "/",
});
const flagOf = (shop: SwitchArgs): FailoverFlag => ({ services: { shop } });
const nginx = classOf("ingress-nginx");
const planned = (flag: FailoverFlag) => planOf(nginx, [shop], flag).ingresses[0];

const shifts = [
  [
    { mode: "drill" },
    {
      "exposure.dev/switch": "drill",
      "nginx.ingress.kubernetes.io/canary-by-cookie": "exposure-drill",
      "nginx.ingress.kubernetes.io/canary-by-header": "X-Exposure-Drill",
    },
  ],
  [
    { mode: "weighted", weight: 25 },
    { "exposure.dev/switch": "weighted", "nginx.ingress.kubernetes.io/canary-weight": "25" },
  ],
] as const satisfies readonly (readonly [SwitchArgs, Readonly<Record<string, string>>])[];

for (const [shift, annotations] of shifts) {
  test(`ingress-nginx: ${shift.mode} is a canary beside an unchanged Ingress`, (t) => {
    const before = planned("none");
    const after = planned(flagOf({ ...shift, reason: "test", until: "2026-11-23T18:00:00Z" }));
    t.deepEqual(after?.manifest, before?.manifest);
    t.is(before?.canary, undefined);
    t.deepEqual(after?.canary, {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: {
        name: "shop-canary",
        namespace: "default",
        labels: {
          "app.kubernetes.io/name": "service-canary",
          "app.kubernetes.io/instance": "shop",
          "app.kubernetes.io/part-of": "exposure",
          "app.kubernetes.io/managed-by": "pulumi",
        },
        annotations: {
          "exposure.dev/backend": "emergency",
          "exposure.dev/reason": "test",
          "exposure.dev/until": "2026-11-23T18:00:00Z",
          "nginx.ingress.kubernetes.io/canary": "true",
          "pulumi.com/skipAwait": "true",
          ...annotations,
        },
      },
      spec: {
        ingressClassName: "public",
        rules: [
          {
            host: "shop.example",
            http: {
              paths: [
                {
                  path: "/shop(/|$)(.*)",
                  pathType: "ImplementationSpecific",
                  backend: { service: { name: "shop-static", port: { number: 8080 } } },
                },
              ],
            },
          },
        ],
      },
    });
    const paths = (rules: IngressManifest["spec"]["rules"]) =>
      rules.map(({ host, http }) => [host, http?.paths.map(({ path, pathType }) => [path, pathType])]);
    t.deepEqual(
      paths(after?.canary?.spec.rules ?? []),
      paths(after?.manifest.spec.rules ?? []),
      "the paths it is merged by",
    );
  });
}

test("a switch that is on needs no canary, and says why on the Ingress", (t) => {
  const { canary, manifest } =
    planned(flagOf({ mode: "on", reason: "down", since: "2026-11-23T17:00:00Z" })) ?? {};
  t.is(canary, undefined);
  const { annotations = {} } = manifest?.metadata ?? {};
  t.deepEqual(
    Object.entries(annotations).filter(([name]) => name.startsWith("exposure.dev/")),
    [
      ["exposure.dev/backend", "emergency"],
      ["exposure.dev/reason", "down"],
      ["exposure.dev/since", "2026-11-23T17:00:00Z"],
    ],
  );
});

const problemsOf = (controller: "f5" | "ingress-nginx", args: SwitchArgs, services = [shop]) =>
  told(switchProblems([classOf(controller)], planFailover(flagOf(args), services)));

test("f5 refuses drills and weights with what can, and takes everything else", (t) => {
  t.deepEqual(problemsOf("f5", { mode: "drill" }), ["failover.services.shop: no-drills"]);
  t.deepEqual(problemsOf("f5", { mode: "weighted", weight: 5 }), ["failover.services.shop: no-weights"]);
  for (const mode of ["on", "off"] as const) t.deepEqual(problemsOf("f5", { mode }), []);
});

test("ingress-nginx refuses a canary whose name another service's Ingress has", (t) => {
  t.deepEqual(problemsOf("ingress-nginx", { mode: "drill" }), []);
  const taken = service("other", { ingress: "shop-canary" });
  t.deepEqual(problemsOf("ingress-nginx", { mode: "drill" }, [shop, taken]), [
    "failover.services.shop: name-taken",
  ]);
  t.deepEqual(
    problemsOf("ingress-nginx", { mode: "drill" }, [shop, { ...taken, namespace: "elsewhere" }]),
    [],
  );
});

const [drill, weighted] = [{ mode: "drill" }, { mode: "weighted", weight: 25 }] as const;
const [primary, standby] = [
  { service: "shop", port: "http" },
  { service: "shop-static", port: 8080 },
];
const beside: readonly [string, ServiceSpec][] = [
  ["primary is another's", service("other", { backend: primary })],
  ["primary stands by for another", service("other", { emergency: primary })],
  ["standby stands by for another", service("other", { emergency: standby })],
  ["standby is another's primary", service("other", { backend: standby })],
];

for (const [title, other] of beside) {
  test(`ingress-nginx refuses drills and weights of a service whose ${title}`, (t) => {
    for (const args of [drill, weighted]) {
      t.deepEqual(problemsOf("ingress-nginx", args, [other, shop]), [
        "failover.services.shop: shared-upstream",
      ]);
    }
    for (const mode of ["on", "off"] as const) {
      t.deepEqual(problemsOf("ingress-nginx", { mode }, [other, shop]), []);
    }
  });
}

const apart: readonly [string, ServiceSpec][] = [
  ["another port of its Service", service("other", { backend: { service: "shop", port: "admin" } })],
  ["its port by number", service("other", { backend: { service: "shop", port: 80 } })],
  [
    "a Service of its name in another namespace",
    service("other", { namespace: "elsewhere", backend: primary }),
  ],
  ["its Service in another class", { ...service("other", { backend: primary }), class: "internal" }],
];

for (const [title, other] of apart) {
  test(`ingress-nginx drills and weighs a service beside ${title}`, (t) => {
    for (const args of [drill, weighted]) t.deepEqual(problemsOf("ingress-nginx", args, [other, shop]), []);
  });
}
