import test from "ava";
import { haproxyLiveView } from "../../../core/controllers/haproxy/services.ts";
import { canaryObject, switchedObject } from "../../../core/controllers/service-plan.ts";
import type { ControllerName } from "../../../core/model/controllers.ts";
import type { SwitchArgs } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import { canaryControllers, renderedBy } from "./fixtures.ts";

// A path that looks like one of HAProxy's lots is a path like any other to nginx.
const args = {
  paths: [{ path: "/7", type: "Exact" as const }, { path: "/" }],
  backend: { service: "shop", port: 80 },
  emergency: { service: "shop-2" },
};
const planOf = (controller: ControllerName, entry: SwitchArgs) =>
  renderedBy(controller, [resolveService("shop", args, "public")], { services: { shop: entry } })
    .ingresses[0];

const standby = { service: "shop-2", port: 80 };
for (const controller of canaryControllers) {
  for (const [entry, share] of [
    [{ mode: "off" }, undefined],
    [{ mode: "on" }, undefined],
    [{ mode: "drill" }, { mode: "drill", backends: [standby] }],
    [
      { mode: "weighted", weight: 1 },
      { mode: "weighted", weight: 1, backends: [standby] },
    ],
    [
      { mode: "weighted", weight: 100 },
      { mode: "weighted", weight: 100, backends: [standby] },
    ],
  ] as const) {
    test(`${controller}: the canary of mode ${entry.mode} ${"weight" in entry ? entry.weight : ""} is read back with its share`, (t) => {
      const plan = planOf(controller, entry);
      const canary = plan && canaryObject(plan);
      t.deepEqual(canary && plan.live.share(canary), share);
    });
  }
}

test("a live canary's actual backend counts, not the planned one", (t) => {
  const path = (lot: string, name: string, port: { name: string } | { number: number }) => ({
    path: lot,
    backend: { service: { name, port } },
  });
  const paths = [
    path("/canary", "shop-2", { number: 80 }),
    path("/0", "shop-2", { number: 80 }),
    path("/1", "shop-2", { number: 80 }),
    path("/2", "shop-2", { name: "http" }),
    path("/3", "x", { number: 80 }),
  ];
  const ingress = {
    metadata: { annotations: { "exposure.dev/switch": "weighted" } },
    spec: { rules: [{ http: { paths } }] },
  };
  t.deepEqual(haproxyLiveView.share(ingress), {
    mode: "weighted",
    weight: 4,
    backends: [standby, { service: "shop-2", port: "http" }, { service: "x", port: 80 }],
  });
});

test("HAProxy's standing rule says nothing of where requests go", (t) => {
  const plan = planOf("haproxy", { mode: "on" });
  t.deepEqual(plan?.live.leadsTo(switchedObject(plan)), [standby]);
});
