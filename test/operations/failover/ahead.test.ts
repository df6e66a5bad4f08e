import test from "ava";
import type { LiveObject } from "../../../core/controllers/live-view.ts";
import { planServices } from "../../../core/controllers/plan-services.ts";
import { type PlannedService, switchedObject } from "../../../core/controllers/service-plan.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import type { SwitchArgs } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import { aheadOfEngine, switchAhead, writerOf } from "../../../operations/failover/ahead.ts";
import { resolveClass } from "../../core/resolve-class.ts";

const own = { manager: "pulumi-kubernetes-1a2b3c4d", operation: "Apply" };
/** As the plugin creates an object from 4.29 on. */
const created = { manager: "pulumi-kubernetes", operation: "Update" };
const rules = { "f:spec": { "f:rules": {} } };
const managed = [{ ...own, fieldsV1: rules }];

/** The plans of services under these switches, all of one class. */
function plansOf(switches: Readonly<Record<string, SwitchArgs>>, controller: "f5" | "ingress-nginx" = "f5") {
  const services = Object.keys(switches).map((name) =>
    resolveService(
      name,
      {
        hosts: [`${name}.example`],
        backend: { service: name, port: 80 },
        emergency: { service: `${name}-2` },
      },
      "public",
    ),
  );
  const active = planFailover({ services: switches }, services);
  return planServices([resolveClass("public", { controller })], active).services;
}

/** The cluster with these plans carried out by the engine. */
function liveOf(
  plans: readonly PlannedService[],
  managedFields: LiveObject["metadata"]["managedFields"] = managed,
) {
  return new Map(
    plans
      .map(switchedObject)
      .map((manifest): [string, LiveObject] => [
        `Ingress/${manifest.metadata.namespace}/${manifest.metadata.name}`,
        { metadata: { ...manifest.metadata, ...(managedFields && { managedFields }) }, spec: manifest.spec },
      ]),
  );
}

/** An API server that notes what it is sent, and a check that notes what it is asked. */
function recorder({
  refuses = [],
  rejects = [],
}: {
  refuses?: readonly string[];
  rejects?: readonly string[];
} = {}) {
  const applied: unknown[][] = [];
  const asked: string[] = [];
  return {
    applied,
    asked,
    api: {
      apply: async (path: string, object: object, by: object) => {
        if (rejects.some((name) => path.endsWith(`/${name}`))) throw new Error("conflict");
        applied.push([path, object, by]);
      },
      merge: async (path: string, patch: object, by: string) => {
        applied.push([path, patch, by]);
      },
    },
    preflight: async (name: string, to: string) => {
      asked.push(`${name} to ${to}`);
      if (refuses.includes(name)) throw new Error("not ready");
    },
  };
}

const off = { mode: "off" } as const;
const on = { mode: "on" } as const;

test("a thrown switch is applied as the engine would: its object, by its manager", async (t) => {
  const [before, plans] = [plansOf({ shop: off }), plansOf({ shop: on })];
  const { applied, asked, api, preflight } = recorder();
  await switchAhead({ plans, live: liveOf(before), api, preflight });
  t.deepEqual(asked, ["shop to emergency"]);
  t.deepEqual(applied, [
    [
      "/apis/networking.k8s.io/v1/namespaces/default/ingresses/shop",
      plans[0] && switchedObject(plans[0]),
      { operation: "Apply", manager: own.manager, force: false },
    ],
  ]);
});

test("what the plugin has created and not yet updated is merged as the plugin's, old annotations off", async (t) => {
  const [before, plans] = [plansOf({ shop: on }), plansOf({ shop: off })];
  const marks = { "f:exposure.dev/backend": {}, "f:nginx.org/rewrites": {}, ".": {} };
  const fieldsV1 = { ...rules, "f:metadata": { "f:annotations": marks } };
  const live = liveOf(before, [{ ...created, fieldsV1 }]);
  const { applied, api, preflight } = recorder();
  await switchAhead({ plans, live, api, preflight });
  const [plan] = plans;
  const { metadata, spec } = (plan && switchedObject(plan)) ?? {};
  t.deepEqual(applied, [
    [
      "/apis/networking.k8s.io/v1/namespaces/default/ingresses/shop",
      {
        metadata: {
          annotations: {
            "exposure.dev/backend": null,
            "nginx.org/rewrites": null,
            ...metadata?.annotations,
          },
          labels: metadata?.labels,
        },
        spec,
      },
      created.manager,
    ],
  ]);
});

test("a switch taken back is checked against the primary", async (t) => {
  const { applied, asked, api, preflight } = recorder();
  await switchAhead({ plans: plansOf({ shop: off }), live: liveOf(plansOf({ shop: on })), api, preflight });
  t.deepEqual([asked, applied.length], [["shop to primary"], 1]);
});

const left: readonly [string, Parameters<typeof plansOf>, Parameters<typeof liveOf>][] = [
  ["an Ingress that is on its side already", [{ shop: on }], [plansOf({ shop: on })]],
  ["an Ingress that is not there", [{ shop: on }], [[]]],
  ["an Ingress that the engine has not written", [{ shop: on }], [plansOf({ shop: off }), []]],
  [
    "an Ingress whose rules another controller has a hand in",
    [{ shop: on }],
    [plansOf({ shop: off }), [...managed, { manager: "argocd", operation: "Apply", fieldsV1: rules }]],
  ],
  [
    "an Ingress of two stacks",
    [{ shop: on }],
    [plansOf({ shop: off }), [...managed, { ...own, manager: "pulumi-kubernetes-5e6f", fieldsV1: rules }]],
  ],
  ["a drill", [{ shop: { mode: "drill" } }, "ingress-nginx"], [plansOf({ shop: off }, "ingress-nginx")]],
];

for (const [title, wanted, live] of left) {
  test(`${title} is left to the engine, and so is its check`, async (t) => {
    const { applied, asked, api, preflight } = recorder();
    await switchAhead({ plans: plansOf(...wanted), live: liveOf(...live), api, preflight });
    t.deepEqual([asked, applied], [[], []]);
  });
}

test("what the check refuses is not applied; the others go", async (t) => {
  const [before, plans] = [plansOf({ a: off, b: off }), plansOf({ a: on, b: on })];
  const { applied, api, preflight } = recorder({ refuses: ["a"] });
  await switchAhead({ plans, live: liveOf(before), api, preflight });
  t.deepEqual(namesOf(applied), ["b"]);
});

test("what the API server refuses is the engine's to tell", async (t) => {
  const [before, plans] = [plansOf({ a: off, b: off }), plansOf({ a: on, b: on })];
  const { applied, api, preflight } = recorder({ rejects: ["a"] });
  await switchAhead({ plans, live: liveOf(before), api, preflight });
  t.deepEqual(namesOf(applied), ["b"]);
});

test("an engine that runs the program twice switches once, and one service that fails keeps the others", async (t) => {
  const [before, plans] = [plansOf({ a: off, b: off }), plansOf({ a: on, b: on })];
  const { applied, api } = recorder();
  const unused = async () => {
    throw new Error("not to be called");
  };
  const get = async (path: string) => {
    const service = /services\/([^/]+)$/.exec(path)?.[1];
    if (service !== undefined) return { metadata: { name: service }, spec: { ports: [{ port: 80 }] } };
    const of = decodeURIComponent(path).split("=").at(-1) ?? "";
    const endpoints = of === "b-2" ? [] : [{ addresses: ["10.0.0.1"] }];
    return { items: [{ metadata: { labels: { "kubernetes.io/service-name": of } }, endpoints }] };
  };
  const whole = { get, post: unused, ask: unused, forward: unused, ...api };
  const flag = { services: { a: on, b: on } };
  const refused = aheadOfEngine({ plans, live: liveOf(before), api: whole }, flag, { name: "exposure" });
  for (const check of [await refused(), await refused()]) t.deepEqual(await check.refused(), ["a", "b"]);
  t.deepEqual(namesOf(applied), []);
  const partial = { plans, live: liveOf(before), api: whole };
  const going = aheadOfEngine(partial, { ...flag, partial: true }, { name: "exposure" });
  for (const check of [await going(), await going()]) t.deepEqual(await check.refused(), ["b"]);
  t.deepEqual(namesOf(applied), ["a"]);
});

/** Names of the objects that were sent. */
function namesOf(applied: readonly (readonly unknown[])[]): readonly string[] {
  return applied.map(([path]) => String(path).split("/").at(-1) ?? "");
}

test("rules that kubectl, or the plugin at creation, has written are taken over, as the engine would", (t) => {
  const spec = (fields: object) => ({ fieldsV1: { "f:spec": { ...fields } } });
  const writers = [
    [
      { ...own, ...spec({ "f:tls": {} }) },
      { manager: "kubectl-replace", operation: "Update", fieldsV1: rules },
    ],
    [...managed, { manager: "kubectl", operation: "Apply", fieldsV1: rules }],
    [...managed, { manager: "nginx", operation: "Update", ...spec({}) }],
    [{ manager: "kubectl-create", operation: "Update", fieldsV1: rules }],
    [...managed, { ...created, fieldsV1: rules }],
    [
      { ...created, fieldsV1: rules },
      { manager: "kubectl", operation: "Apply", fieldsV1: rules },
    ],
    [
      { ...created, fieldsV1: rules },
      { manager: "argocd", operation: "Apply", fieldsV1: rules },
    ],
  ].map((managedFields) =>
    writerOf({ metadata: { name: "shop", namespace: "web", managedFields }, spec: {} }, "f:rules"),
  );
  const { manager } = own;
  const operation = "Apply";
  t.deepEqual(writers, [
    { operation, manager, force: true },
    { operation, manager, force: true },
    { operation, manager, force: false },
    undefined,
    { operation, manager, force: true },
    { ...created, fields: rules },
    undefined,
  ]);
});

/** A service that is a VirtualServer, under this switch. */
function virtualServer(entry: SwitchArgs): readonly PlannedService[] {
  const args = {
    kind: "VirtualServer",
    hosts: ["shop.example"],
    backend: { service: "shop", port: 80 },
    emergency: { service: "shop-2" },
  } as const;
  const active = planFailover({ services: { shop: entry } }, [resolveService("shop", args, "public")]);
  return planServices([resolveClass("public", { customResources: true })], active).services;
}

for (const [title, before, next, sent] of [
  ["on", off, on, 1],
  ["off", on, off, 1],
  ["off from a weight", { mode: "weighted", weight: 5 }, off, 0],
  ["on from a drill", { mode: "drill" }, on, 1],
  ["a drill", off, { mode: "drill" }, 0],
  ["a drill from on", on, { mode: "drill" }, 0],
  ["a weight from on", on, { mode: "weighted", weight: 5 }, 0],
] as const) {
  test(`a VirtualServer: ${title} is ${sent === 1 ? "sent ahead" : "left to the engine"}`, async (t) => {
    const [plans, [live]] = [virtualServer(next), virtualServer(before)];
    const { metadata, spec } = (live && switchedObject(live)) ?? {};
    const managedFields = [{ ...own, fieldsV1: { "f:spec": { "f:routes": {} } } }];
    const object = { metadata: { ...metadata, managedFields }, spec } as LiveObject;
    const { applied, api, preflight } = recorder();
    await switchAhead({ plans, live: new Map([["VirtualServer/default/shop", object]]), api, preflight });
    t.deepEqual(
      applied.map(([path]) => path),
      sent === 1 ? ["/apis/k8s.nginx.org/v1/namespaces/default/virtualservers/shop"] : [],
    );
  });
}
