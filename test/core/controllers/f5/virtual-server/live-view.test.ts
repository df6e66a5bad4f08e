import test from "ava";
import type { CustomObject } from "../../../../../core/controllers/custom-object.ts";
import { f5Services } from "../../../../../core/controllers/f5/services.ts";
import { virtualServerView } from "../../../../../core/controllers/f5/virtual-server/live-view.ts";
import { switchedObject } from "../../../../../core/controllers/service-plan.ts";
import { movesOf } from "../../../../../core/failover/cluster-view.ts";
import { deviation, keyOf, type LiveObjects } from "../../../../../core/failover/live.ts";
import { planFailover } from "../../../../../core/failover/plan.ts";
import { waitingEdits } from "../../../../../core/failover/waiting-edits.ts";
import type { SwitchArgs } from "../../../../../core/model/failover.ts";
import type { ServiceArgs } from "../../../../../core/model/service.ts";
import { classOf, service } from "../../fixtures.ts";

const spec = classOf("f5", { customResources: true });
const primary = { service: "shop", port: 80 };
const standby = { service: "shop-2", port: 80 };

function planOf(entry: SwitchArgs, args: Partial<ServiceArgs> = {}) {
  const shop = service("shop", {
    kind: "VirtualServer",
    paths: [{ path: "/v1" }],
    backend: primary,
    emergency: { service: "shop-2" },
    headers: { hide: ["Server"] },
    ...args,
  });
  const [plan] = f5Services.plan(spec, planFailover({ services: { shop: entry } }, [shop])).services;
  if (plan === undefined) throw new Error("no plan");
  return plan;
}

/** As the API server has what was planned. */
function liveOf(entry: SwitchArgs, args: Partial<ServiceArgs> = {}): LiveObjects {
  const object = switchedObject(planOf(entry, args));
  return new Map([[keyOf({ ...object, ...object.metadata }), object]]);
}

const states: readonly (readonly [SwitchArgs, object | undefined])[] = [
  [{ mode: "off" }, undefined],
  [{ mode: "on" }, undefined],
  [{ mode: "drill" }, { mode: "drill", backends: [standby] }],
  [
    { mode: "weighted", weight: 5 },
    { mode: "weighted", weight: 5, backends: [standby] },
  ],
  [
    { mode: "weighted", weight: 100 },
    { mode: "weighted", weight: 100, backends: [standby] },
  ],
];

for (const [entry, share] of states) {
  test(`${entry.mode} ${entry.weight ?? ""} is read back: where the rest goes, and the share`, (t) => {
    const object = switchedObject(planOf(entry));
    t.deepEqual(virtualServerView.leadsTo(object), [entry.mode === "on" ? standby : primary]);
    t.deepEqual(virtualServerView.share(object), share);
  });
  for (const [before] of states) {
    test(`from ${before.mode} ${before.weight ?? ""} to ${entry.mode} ${entry.weight ?? ""}: seen as such, and no other edit`, (t) => {
      const plan = planOf(entry);
      const live = liveOf(before);
      const same = entry === before;
      t.is(deviation(plan, live) === undefined, same);
      t.deepEqual(waitingEdits([plan], live, []), { refusals: [], warnings: [] });
      const to = entry.mode === "on" ? "emergency" : "primary";
      t.deepEqual(movesOf([plan], live), [
        ...((entry.mode === "on") === (before.mode === "on") ? [] : [{ name: "shop", to }]),
        ...(share === undefined || same ? [] : [{ name: "shop", to: "emergency" }]),
      ]);
    });
  }
}

test("an edit of the same service is told, by the part of the VirtualServer that changes", (t) => {
  const live = liveOf({ mode: "off" });
  const warning = (part: string) => ({
    refusals: [],
    warnings: [
      `the VirtualServer of service "shop" also changes in ${part}: what waits in the stack file for this service goes out with the switch`,
    ],
  });
  const on = { mode: "on" } as const;
  t.deepEqual(waitingEdits([planOf(on, { bodySize: "2m" })], live, []), warning("upstreams"));
  t.deepEqual(waitingEdits([planOf(on, { paths: [{ path: "/v2" }] })], live, []), warning("routes"));
  t.deepEqual(waitingEdits([planOf(on, { headers: { hide: ["X-A"] } })], live, []), warning("routes"));
  t.deepEqual(waitingEdits([planOf(on, { tls: true })], live, []), warning("tls"));
  t.deepEqual(waitingEdits([planOf(on, { allow: ["192.0.2.1/32"] })], live, []), warning("policies"));
});

test("routes that a user of kubectl has changed one by one deviate", (t) => {
  const plan = planOf({ mode: "weighted", weight: 50 });
  const object = switchedObject(plan) as CustomObject;
  const [first, second] = object.spec.routes as readonly object[];
  const edited = (routes: readonly unknown[]): LiveObjects =>
    new Map([[keyOf({ ...object, ...object.metadata }), { ...object, spec: { ...object.spec, routes } }]]);
  t.is(
    deviation(plan, edited([first, { path: "/v1/", action: { pass: "primary" } }])),
    "has weighted 25 %: shop-2 in place of weighted 50 %: shop-2",
  );
  t.is(
    deviation(plan, edited([first, { path: "/v1/", action: { pass: "emergency" } }])),
    "is served by shop, shop-2 in place of shop",
  );
  t.not(deviation(plan, edited([first, second, { path: "/v2", action: { pass: "primary" } }])), undefined);
});

test("a missing VirtualServer is named as such", (t) => {
  t.is(deviation(planOf({ mode: "off" }), new Map()), "has no VirtualServer");
});

test("a rewrite of one backend alone is no other edit when the switch takes it along", (t) => {
  const args = { rewrite: "/v1", emergency: { service: "shop-2", rewrite: false } } as const;
  const [on, off] = [{ mode: "on" }, { mode: "off" }] as const;
  t.deepEqual(waitingEdits([planOf(on, args)], liveOf(off, args), []), { refusals: [], warnings: [] });
  const { warnings } = waitingEdits([planOf(on, { rewrite: "/v2" })], liveOf(off, { rewrite: "/v1" }), []);
  t.is(warnings.length, 1);
});

test("a Host of one backend alone is no other edit when the switch takes it along", (t) => {
  const args = {
    upstreamHost: "shop.internal",
    emergency: { service: "shop-2", upstreamHost: "page.internal" },
  } as const;
  const [on, off] = [{ mode: "on" }, { mode: "off" }] as const;
  t.deepEqual(waitingEdits([planOf(on, args)], liveOf(off, args), []), { refusals: [], warnings: [] });
  const { warnings } = waitingEdits(
    [planOf(on, { upstreamHost: "a.internal" })],
    liveOf(off, { upstreamHost: "b.internal" }),
    [],
  );
  t.is(warnings.length, 1);
});
