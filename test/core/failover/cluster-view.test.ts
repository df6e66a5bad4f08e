import test from "ava";
import type { LiveObject } from "../../../core/controllers/live-view.ts";
import { planServices } from "../../../core/controllers/plan-services.ts";
import { movesOf } from "../../../core/failover/cluster-view.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import type { SwitchArgs } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import { resolveClass } from "../resolve-class.ts";

function planned(entry: SwitchArgs) {
  const service = resolveService(
    "shop",
    { hosts: ["shop.example"], backend: { service: "shop", port: 80 }, emergency: { service: "shop-2" } },
    "public",
  );
  const active = planFailover({ services: { shop: entry } }, [service]);
  return planServices([resolveClass("public", { controller: "ingress-nginx" })], active).services;
}

/** The cluster once this switch is made. */
function live(entry: SwitchArgs) {
  return new Map(
    planned(entry).flatMap(({ objects }) =>
      objects.map(({ manifest: { metadata, spec } }): [string, LiveObject] => [
        `Ingress/${metadata.namespace}/${metadata.name}`,
        { metadata, spec },
      ]),
    ),
  );
}

const [off, on, drill] = [{ mode: "off" }, { mode: "on" }, { mode: "drill" }] as const;
const weighted = (weight: number) => ({ mode: "weighted", weight }) as const;

for (const [title, before, after, sides] of [
  ["off to on", off, on, ["emergency"]],
  ["on to off", on, off, ["primary"]],
  ["on to on, with a reason", on, { ...on, reason: "down" }, []],
  ["off to a drill", off, drill, ["emergency"]],
  ["a drill to off", drill, off, []],
  ["a drill to on", drill, on, ["emergency"]],
  ["on to a drill", on, drill, ["primary", "emergency"]],
  ["a weight to a greater one", weighted(5), weighted(10), ["emergency"]],
  ["a weight to the same", weighted(5), weighted(5), []],
] as const) {
  test(`${title} moves requests to ${sides.join(" and ") || "no other backend"}`, (t) => {
    t.deepEqual(
      movesOf(planned(after), live(before)),
      sides.map((to) => ({ name: "shop", to })),
    );
  });
}

test("a service without an Ingress takes requests from no backend", (t) => {
  t.deepEqual(movesOf(planned(on), new Map()), []);
});
