import test from "ava";
import type { LiveObject } from "../../../core/controllers/live-view.ts";
import { planServices } from "../../../core/controllers/plan-services.ts";
import { controllers } from "../../../core/controllers/registry.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import { servedAsPlanned } from "../../../core/failover/served-as-planned.ts";
import { resolveClass } from "../resolve-class.ts";
import { withStandby } from "../with-standby.ts";

const path = "/apis/networking.k8s.io/v1/ingressclasses/public";
const { services: plans } = planServices(
  [resolveClass("public", { controller: "ingress-nginx" })],
  planFailover("none", withStandby({ a: {}, b: {} })),
);
const own = { spec: { controller: "k8s.io/ingress-nginx-public" } };

function live(...classes: readonly (string | undefined)[]) {
  return new Map(
    plans.map(({ service: { ingress: name, namespace } }, index): [string, LiveObject] => [
      `Ingress/${namespace}/${name}`,
      { metadata: { name, namespace }, spec: { ingressClassName: classes[index] } },
    ]),
  );
}

for (const [what, found, objects, served] of [
  ["class and controller are as planned", own, live("public", "public"), true],
  ["one service is of another class", own, live("public", "internal"), false],
  ["one service names no class", own, live("public", undefined), false],
  ["one service has no Ingress", own, new Map([...live("public", "public")].slice(1)), false],
  [
    "the class has another controller",
    { spec: { controller: "nginx.org/ingress-controller" } },
    live("public", "public"),
    false,
  ],
  ["there is no such class", undefined, live("public", "public"), false],
  ["the class cannot be read", new Error("status 403"), live("public", "public"), false],
] as const) {
  test(`services are ${served ? "" : "not "}served as planned where ${what}`, async (t) => {
    const asked: string[] = [];
    const get = async (one: string) => {
      asked.push(one);
      if (found instanceof Error) throw found;
      return found;
    };
    const controllerOf = () => controllers["ingress-nginx"].facts.ingressController("public");
    t.is(await servedAsPlanned({ get }, plans, objects, controllerOf), served);
    t.deepEqual(asked, [path]);
  });
}
