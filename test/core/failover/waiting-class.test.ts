import test from "ava";
import { planServices } from "../../../core/controllers/plan-services.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import { waitingClass } from "../../../core/failover/waiting-class.ts";
import type { ClassArgs } from "../../../core/model/class.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import type { ServiceKind } from "../../../core/model/service.ts";
import { exposureOutputs } from "../../../core/outputs/exposure-outputs.ts";
import { resolveClass } from "../resolve-class.ts";

/** A stack file with a service of class `public`, or of another. */
function stack(args: ClassArgs, className = "public", kind: ServiceKind = "Ingress") {
  const hosts = ["a.example"];
  const services = [resolveService("a", { kind, hosts, backend: { service: "a", port: 80 } }, className)];
  const classes = [resolveClass("public", args), resolveClass("internal", { controller: "f5" })];
  const rest = {
    cluster: {},
    logrotate: { image: "l:1", pullPolicy: "IfNotPresent", resources: {} },
  } as const;
  return {
    plans: planServices(classes, planFailover("none", services)).services,
    outputs: exposureOutputs({ classes, services, failover: "none", ...rest }),
  };
}

const wayOut = "run `pulumi up` for that edit first, or take it back; nothing was switched";

test("a class whose edits leave its controller does not stop a switch", (t) => {
  const live = stack({ controller: "f5" }).outputs;
  const { plans } = stack({ controller: "f5", expose: { as: "nodePort", http: 30080, https: 30443 } });
  t.is(waitingClass(plans, live), undefined);
});

test("a switch does not carry out a change of controller or class that waits", (t) => {
  const live = stack({ controller: "f5" }).outputs;
  t.is(
    waitingClass(stack({ controller: "ingress-nginx" }).plans, live),
    `service "a" is of class "public" (ingress-nginx) in the stack file, and the cluster has class "public" (f5) for it: ${wayOut}`,
  );
  t.is(
    waitingClass(stack({ controller: "f5" }, "internal").plans, live),
    `service "a" is of class "internal" (f5) in the stack file, and the cluster has class "public" (f5) for it: ${wayOut}`,
  );
  t.is(
    waitingClass(stack({ controller: "f5" }).plans, { classes: {}, services: {} }),
    `service "a" is of class "public" (f5) in the stack file, and the cluster has no such class for it: ${wayOut}`,
  );
});

for (const [before, next] of [
  ["Ingress", "VirtualServer"],
  ["VirtualServer", "Ingress"],
] as const) {
  test(`a switch does not make a ${next} of a service that is a ${before}`, (t) => {
    const args = { customResources: true };
    const live = stack(args, "public", before).outputs;
    t.is(waitingClass(stack(args, "public", before).plans, live), undefined);
    t.is(
      waitingClass(stack(args, "public", next).plans, live),
      `service "a" is of kind ${next} in the stack file, and of kind ${before} in the cluster: ${wayOut}`,
    );
    t.is(waitingClass(stack(args, "public", next).plans, { ...live, services: {} }), undefined);
  });
}
