import test from "ava";
import { drillControllers, drilledService, readDrillRequest } from "../../../bench/drill/request.ts";
import { controllers } from "../../../core/controllers/registry.ts";
import { controllerNames } from "../../../core/model/controllers.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import { UserError } from "../../../core/model/user-error.ts";

const backend = { service: "a", port: 80 };
const services = [
  resolveService("shop", { backend, emergency: { service: "b" } }, "public"),
  resolveService("cart", { backend, emergency: { service: "b" } }, "public"),
  resolveService("web", { backend }, "public"),
];

test("the service is required, the controller is optional", (t) => {
  t.deepEqual(readDrillRequest({ SERVICE: "shop" }), { service: "shop", controller: undefined });
  t.deepEqual(readDrillRequest({ SERVICE: "shop", CONTROLLER: "" }), {
    service: "shop",
    controller: undefined,
  });
  const controller = "ingress-nginx";
  t.deepEqual(readDrillRequest({ SERVICE: "shop", CONTROLLER: controller }), { service: "shop", controller });
});

const refused: readonly [string, Readonly<Record<string, string>>, string][] = [
  ["no service", {}, "make drill needs SERVICE=<service>, one with an emergency backend in Pulumi.dev.yaml."],
  [
    "F5's controller",
    { SERVICE: "shop", CONTROLLER: "f5" },
    'CONTROLLER must be haproxy or ingress-nginx, not "f5": an F5 Ingress cannot tell requests apart.',
  ],
  [
    "an unknown controller",
    { SERVICE: "shop", CONTROLLER: "envoy" },
    'CONTROLLER must be haproxy or ingress-nginx, not "envoy".',
  ],
];
for (const [title, env, message] of refused) {
  test(`refuses ${title}`, (t) => {
    t.throws(() => readDrillRequest(env), { instanceOf: UserError, message });
  });
}

test("a bench can drill the controllers that the program lets drill", (t) => {
  const shop = resolveService("shop", { backend, emergency: { service: "b" } }, "public");
  const able = controllerNames.filter(
    (name) => controllers[name].switching.refusal("drill", shop, [shop]) === undefined,
  );
  t.deepEqual(drillControllers.toSorted(), able.toSorted());
});

test("a service with an emergency backend is found", (t) => {
  t.is(drilledService("cart", services).emergency.service, "b");
});

test("an unknown service, or one without a standby, is refused with a suggestion", (t) => {
  t.throws(() => drilledService("shpo", services), {
    instanceOf: UserError,
    message: 'Pulumi.dev.yaml has no service "shpo" (did you mean "shop"?).',
  });
  t.throws(() => drilledService("web", services), {
    instanceOf: UserError,
    message: 'Service "web" has no emergency backend in Pulumi.dev.yaml (there are: shop, cart).',
  });
});
