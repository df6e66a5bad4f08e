import test from "ava";
import { checkChange } from "../../components/failover-hooks.ts";
import { haproxyServices } from "../../core/controllers/haproxy/services.ts";
import { servingClass } from "../../core/controllers/haproxy/serving-class.ts";
import { planServices } from "../../core/controllers/plan-services.ts";
import { canaryObject, type PlannedService, switchedObject } from "../../core/controllers/service-plan.ts";
import { planFailover } from "../../core/failover/plan.ts";
import type { SwitchArgs } from "../../core/model/failover.ts";
import { resolveService } from "../../core/model/resolve-service.ts";
import type { ServiceArgs } from "../../core/model/service.ts";
import { edgeOf } from "../core/edge-fixtures.ts";
import { resolveClass } from "../core/resolve-class.ts";

const ingress = (mark?: string, part = "service-ingress") => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: {
    name: "shop",
    namespace: "web",
    labels: { "app.kubernetes.io/instance": "shop", "app.kubernetes.io/name": part },
    annotations: mark === undefined ? {} : { "exposure.dev/backend": mark },
  },
});
/** Each service with its own controller's view. */
const plans = new Map<object, PlannedService>();
const canaryOf = ([plan]: readonly PlannedService[]) => {
  const canary = plan && canaryObject(plan);
  if (plan !== undefined && canary !== undefined) plans.set(canary, plan);
  return canary;
};
const haproxy = (entry: SwitchArgs, args: Partial<ServiceArgs> = {}) => {
  const backend = { service: "shop", port: 80 };
  const service = resolveService("shop", { backend, emergency: { service: "shop-2" }, ...args }, "haproxy");
  const active = planFailover({ services: { shop: entry } }, [service]);
  return canaryOf(haproxyServices.plan(servingClass(edgeOf()), active).services);
};
const nginx = (weight: number, reason: string) => {
  const entry: SwitchArgs = { mode: "weighted", weight, reason };
  const backend = { service: "shop", port: 80 };
  const service = resolveService("shop", { backend, emergency: { service: "shop-2" } }, "public");
  const spec = resolveClass("public", { controller: "ingress-nginx" });
  const active = planFailover({ services: { shop: entry } }, [service]);
  return canaryOf(planServices([spec], active).services);
};
const virtual = (entry: SwitchArgs) => {
  const args = { kind: "VirtualServer", hosts: ["shop.example"], emergency: { service: "shop-2" } } as const;
  const service = resolveService("shop", { ...args, backend: { service: "shop", port: 80 } }, "public");
  const active = planFailover({ services: { shop: entry } }, [service]);
  const [plan] = planServices([resolveClass("public", { customResources: true })], active).services;
  const object = plan && switchedObject(plan);
  if (plan !== undefined && object !== undefined) plans.set(object, plan);
  return object;
};
const off = haproxy({ mode: "off" });
const drill = haproxy({ mode: "drill" });
const weighted = haproxy({ mode: "weighted", weight: 5 });

for (const [title, oldInputs, newInputs, checks] of [
  ["to the standby", ingress(), ingress("emergency"), ["shop to emergency"]],
  ["back", ingress("emergency"), ingress(), ["shop to primary"]],
  ["elsewhere, by the primary", ingress(), ingress(), []],
  ["elsewhere, by the standby", ingress("emergency"), ingress("emergency"), []],
  ["into being", undefined, ingress(), []],
  ["into being, switched", undefined, ingress("emergency"), []],
  ["out of being", ingress("emergency"), undefined, []],
  ["into being, as nginx's canary", undefined, nginx(5, "new"), ["shop to emergency"]],
  ["as nginx's canary to another weight", nginx(5, "new"), nginx(10, "new"), ["shop to emergency"]],
  ["as nginx's canary to another reason", nginx(5, "new"), nginx(5, "newer"), []],
  ["out of being, as nginx's canary", nginx(5, "new"), undefined, []],
  ["into being, as HAProxy's canary of a switch that is off", undefined, off, []],
  ["into being, as HAProxy's canary of a drill", undefined, drill, ["shop to emergency"]],
  ["as HAProxy's canary, off", off, haproxy({ mode: "off" }, { allow: ["192.0.2.0/24"] }), []],
  ["as HAProxy's canary to a drill", off, drill, ["shop to emergency"]],
  ["as HAProxy's canary to a weight", off, weighted, ["shop to emergency"]],
  [
    "as HAProxy's canary to another weight",
    weighted,
    haproxy({ mode: "weighted", weight: 6 }),
    ["shop to emergency"],
  ],
  [
    "as HAProxy's canary to another standby in a drill",
    drill,
    haproxy({ mode: "drill" }, { emergency: { service: "shop-3" } }),
    ["shop to emergency"],
  ],
  [
    "as HAProxy's canary to another port of its standby in a drill",
    drill,
    haproxy({ mode: "drill" }, { emergency: { service: "shop-2", port: 8081 } }),
    ["shop to emergency"],
  ],
  [
    "as HAProxy's canary to other rules in a drill",
    drill,
    haproxy({ mode: "drill" }, { allow: ["192.0.2.0/24"] }),
    [],
  ],
  ["as a VirtualServer to on", virtual({ mode: "off" }), virtual({ mode: "on" }), ["shop to emergency"]],
  [
    "as a VirtualServer to a drill",
    virtual({ mode: "off" }),
    virtual({ mode: "drill" }),
    ["shop to emergency"],
  ],
  [
    "as a VirtualServer from on to a weight",
    virtual({ mode: "on" }),
    virtual({ mode: "weighted", weight: 5 }),
    ["shop to emergency", "shop to primary"],
  ],
  ["as a VirtualServer from a drill to off", virtual({ mode: "drill" }), virtual({ mode: "off" }), []],
  ["into being, as a VirtualServer", undefined, virtual({ mode: "off" }), []],
  ["as HAProxy's canary from a drill to off", drill, off, []],
  ["as HAProxy's canary from a weight to on", weighted, haproxy({ mode: "on" }), []],
] as const) {
  test(`an Ingress that changes ${title} checks ${checks.join() || "nothing"}`, async (t) => {
    const calls: string[] = [];
    await checkChange(
      { ...(oldInputs && { oldInputs }), ...(newInputs && { newInputs }) },
      () => plans.get(newInputs ?? {}),
      async (name, to) => {
        calls.push(`${name} to ${to}`);
      },
    );
    t.deepEqual(calls, [...checks]);
  });
}
