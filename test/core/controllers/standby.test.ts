import test from "ava";
import { withPrefix } from "../../../core/controllers/annotations.ts";
import type { LiveObject, ObjectId } from "../../../core/controllers/live-view.ts";
import { planServices } from "../../../core/controllers/plan-services.ts";
import { classControllers } from "../../../core/controllers/registry.ts";
import { switchedObject } from "../../../core/controllers/service-plan.ts";
import { deviation, keyOf } from "../../../core/failover/live.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import { waitingEdits } from "../../../core/failover/waiting-edits.ts";
import type { ClassControllerName } from "../../../core/model/controllers.ts";
import type { EmergencyArgs, ServiceArgs } from "../../../core/model/service.ts";
import { asIngress, classOf, planOf, problemsOf, renderedBy, service } from "./fixtures.ts";

const page = (standby: Partial<EmergencyArgs>, args: Partial<ServiceArgs> = {}) =>
  service("shop", {
    paths: [{ path: "/shop" }],
    tls: true,
    emergency: { service: "page", port: 80, ...standby },
    ...args,
  });

const prefixes = { f5: "nginx.org/", "ingress-nginx": "nginx.ingress.kubernetes.io/" } as const;

interface Sides {
  readonly off: Readonly<Record<string, string>>;
  readonly on: Readonly<Record<string, string>>;
}

const both = (annotations: Readonly<Record<string, string>>, { off, on }: Sides): Sides => ({
  off: { ...annotations, ...off },
  on: { ...annotations, ...on },
});

const cases: readonly [string, ReturnType<typeof page>, Readonly<Record<ClassControllerName, Sides>>][] = [
  [
    "a page over HTTP in place of a TLS backend with a rewrite",
    page({ protocol: "http", rewrite: false }, { protocol: "https", rewrite: "/v1" }),
    {
      f5: {
        off: { "ssl-services": "shop", rewrites: "serviceName=shop rewrite=/v1/" },
        on: {},
      },
      "ingress-nginx": both(
        { "use-regex": "true" },
        {
          off: { "backend-protocol": "HTTPS", "rewrite-target": "/v1/$2" },
          on: { "backend-protocol": "HTTP", "rewrite-target": "" },
        },
      ),
    },
  ],
  [
    "a TLS backend with a rewrite in place of plain HTTP",
    page({ protocol: "https", rewrite: "/page" }),
    {
      f5: {
        off: {},
        on: { "ssl-services": "page", rewrites: "serviceName=page rewrite=/page/" },
      },
      "ingress-nginx": both(
        { "use-regex": "true" },
        {
          off: { "backend-protocol": "HTTP", "rewrite-target": "" },
          on: { "backend-protocol": "HTTPS", "rewrite-target": "/page/$2" },
        },
      ),
    },
  ],
  [
    "a page in place of WebSockets",
    page({ protocol: "http" }, { protocol: "websocket" }),
    {
      f5: { off: { "websocket-services": "shop" }, on: {} },
      "ingress-nginx": both({}, { off: { "backend-protocol": "HTTP" }, on: { "backend-protocol": "HTTP" } }),
    },
  ],
  [
    "gRPC with TLS in place of gRPC without",
    page({ protocol: "grpcs" }, { protocol: "grpc" }),
    {
      f5: {
        off: { "grpc-services": "shop" },
        on: { "grpc-services": "page", "ssl-services": "page" },
      },
      "ingress-nginx": both({}, { off: { "backend-protocol": "GRPC" }, on: { "backend-protocol": "GRPCS" } }),
    },
  ],
];

for (const [title, shop, expected] of cases) {
  for (const controller of ["f5", "ingress-nginx"] as const) {
    test(`${controller}: ${title}: the switch changes these annotations, and the backend of each path`, (t) => {
      const [off, on] = (["none", "all"] as const).map((flag) =>
        asIngress(
          switchedObject(planOf(classOf(controller), [shop], flag).ingresses[0] ?? t.fail() ?? never()),
        ),
      );
      const common = { "pulumi.com/skipAwait": "true", [`${prefixes[controller]}ssl-redirect`]: "false" };
      t.deepEqual(off?.metadata.annotations, {
        ...common,
        ...withPrefix(prefixes[controller], expected[controller].off),
      });
      t.deepEqual(on?.metadata.annotations, {
        ...common,
        ...withPrefix(prefixes[controller], expected[controller].on),
        "exposure.dev/backend": "emergency",
      });
      const pathsOf = (manifest: typeof off) =>
        manifest?.spec.rules.flatMap(({ http }) => http?.paths.map(({ path, pathType }) => [path, pathType]));
      t.deepEqual(pathsOf(off), pathsOf(on));
    });
  }
}

test("ingress-nginx: a host is matched by expressions whichever backend has the rewrite, on or off", (t) => {
  const shop = page({ rewrite: "/page" }, { hosts: ["one.example"] });
  const other = service("other", { hosts: ["one.example"], paths: [{ path: "/other" }] });
  const [off, on] = (["none", "all"] as const).map((flag) =>
    asIngress(
      switchedObject(
        planOf(classOf("ingress-nginx"), [shop, other], flag).ingresses[1] ?? t.fail() ?? never(),
      ),
    ),
  );
  t.deepEqual(off, on);
  t.is(off?.spec.rules[0]?.http?.paths[0]?.path, "/other(/|$)(.*)");
});

for (const [title, shop, f5, nginx] of [
  ["HTTP for clients of gRPC", page({ protocol: "http" }, { protocol: "grpc" }), "grpc-and-http"],
  ["gRPC for clients of HTTP", page({ protocol: "grpc" }), "grpc-and-http"],
  [
    "a rewrite with a variable",
    page({ rewrite: "/$host" }),
    "rewrite: unsupported-characters",
    "rewrite: unsupported-characters",
  ],
] as const) {
  test(`an emergency backend with ${title} is refused`, (t) => {
    const problem = f5 === "grpc-and-http" ? "protocol: grpc-and-http" : f5;
    t.true(problemsOf(classOf("f5"), [shop]).includes(`services.shop.emergency.${problem}`));
    t.true(
      problemsOf(classOf("ingress-nginx"), [shop]).includes(`services.shop.emergency.${nginx ?? problem}`),
    );
  });
}

test("HAProxy refuses an emergency backend that is spoken to in another way", (t) => {
  t.deepEqual(renderedBy("haproxy", [page({ protocol: "https", rewrite: "/page" })]).problems, [
    "services.shop.emergency.protocol: unsupported",
    "services.shop.emergency.rewrite: unsupported",
  ]);
  t.deepEqual(renderedBy("haproxy", [page({ protocol: "http", rewrite: false })]).problems, []);
});

test("ingress-nginx drills only with an emergency backend that is spoken to as the primary is", (t) => {
  const { refusal } = classControllers["ingress-nginx"].switching;
  const codeOf = (shop: ReturnType<typeof page>) => refusal("drill", shop, [shop])?.code;
  t.is(codeOf(page({ protocol: "https" })), "one-protocol");
  t.is(codeOf(page({ rewrite: "/page" })), "one-protocol");
  t.is(codeOf(page({ protocol: "http" })), undefined);
  t.is(codeOf(page({ rewrite: false })), undefined);
});

/** The cluster with this object, which the engine has made. */
function liveWith(object: LiveObject): ReadonlyMap<string, LiveObject> {
  const { annotations = {} } = object.metadata;
  const fields = Object.fromEntries(Object.keys(annotations).map((name) => [`f:${name}`, {}]));
  const managedFields = [
    {
      manager: "pulumi-kubernetes-1",
      operation: "Apply",
      fieldsV1: { "f:metadata": { "f:annotations": fields } },
    },
  ];
  return new Map([["Ingress/default/shop", { ...object, metadata: { ...object.metadata, managedFields } }]]);
}

for (const controller of ["f5", "ingress-nginx"] as const) {
  test(`${controller}: annotations of the other backend are no edit of the user's, but an edit beside them is`, (t) => {
    const spec = classOf(controller);
    const plansOf = (args: Partial<ServiceArgs>, flag: "none" | "all") =>
      planOf(spec, [page({ protocol: "http", rewrite: false }, { protocol: "https", ...args })], flag)
        .ingresses;
    for (const [before, after] of [
      ["none", "all"],
      ["all", "none"],
    ] as const) {
      const [live] = plansOf({ rewrite: "/v1" }, before);
      if (live === undefined) return t.fail();
      const objects = liveWith(switchedObject(live));
      t.deepEqual(waitingEdits(plansOf({ rewrite: "/v1" }, after), objects, []).warnings, []);
      const { warnings } = waitingEdits(plansOf({ rewrite: "/v1", bodySize: "8m" }, after), objects, []);
      t.regex(warnings[0] ?? "", /also changes in \S+body-size: what waits/);
      t.is(warnings.length, 1);
    }
  });

  test(`${controller}: a standby that is spoken to as the primary deviates from the plan`, (t) => {
    const spec = classOf(controller);
    const [off, on] = (["none", "all"] as const).map(
      (flag) => planOf(spec, [page({ protocol: "https" })], flag).ingresses[0] ?? t.fail() ?? never(),
    );
    if (off === undefined || on === undefined) return t.fail();
    const right = switchedObject(on);
    t.is(deviation(on, liveWith(right)), undefined);
    const { annotations } = switchedObject(off).metadata;
    const wrong = { ...right, metadata: { ...right.metadata, annotations } };
    const found = {
      f5: 'has annotation nginx.org/ssl-services as none in place of "page"',
      "ingress-nginx":
        'has annotation nginx.ingress.kubernetes.io/backend-protocol as "HTTP" in place of "HTTPS"',
    };
    t.is(deviation(on, liveWith(wrong)), found[controller]);
  });
}

function never(): never {
  throw new Error("no plan");
}

test("ingress-nginx asks either backend for its own host, and others refuse it", (t) => {
  const shop = page({ upstreamHost: "page.internal" });
  const own = page({ upstreamHost: false }, { upstreamHost: "shop.internal" });
  const hostOf = (api: typeof shop, flag: "none" | "all") => {
    const [plan] = planOf(classOf("ingress-nginx"), [api], flag).ingresses;
    return plan?.manifest.metadata.annotations["nginx.ingress.kubernetes.io/upstream-vhost"];
  };
  t.deepEqual([hostOf(shop, "none"), hostOf(shop, "all")], ["", "page.internal"]);
  t.deepEqual([hostOf(own, "none"), hostOf(own, "all")], ["shop.internal", ""]);
  t.deepEqual(
    problemsOf(classOf("ingress-nginx"), [shop, { ...own, name: "own", hosts: ["own.example"] }]),
    [],
  );
  const { refusal } = classControllers["ingress-nginx"].switching;
  t.is(refusal("drill", shop, [shop])?.code, "one-protocol");
  const problem = ["services.shop.emergency.upstreamHost: unsupported"];
  t.deepEqual(problemsOf(classOf("f5"), [shop]), problem);
  t.deepEqual(renderedBy("haproxy", [shop]).problems, problem);
});

test("a VirtualServer's host of the other backend is no edit of the user's", (t) => {
  const spec = classOf("f5", { customResources: true });
  const plansOf = (args: Partial<ServiceArgs>, flag: "none" | "all") =>
    planServices(
      [spec],
      planFailover(flag, [
        page(
          { upstreamHost: "page.internal" },
          { kind: "VirtualServer", backend: { service: "shop", port: 80 }, ...args },
        ),
      ]),
    ).services;
  const [live] = plansOf({}, "none");
  if (live === undefined) return t.fail();
  const object = switchedObject(live) as LiveObject;
  const objects = new Map([[keyOf({ kind: "VirtualServer", ...object.metadata } as ObjectId), object]]);
  t.deepEqual(waitingEdits(plansOf({}, "all"), objects, []).warnings, []);
  const edited = plansOf({ headers: { request: { "X-Zone": "eu" } } }, "all");
  t.is(waitingEdits(edited, objects, []).warnings.length, 1);
});
