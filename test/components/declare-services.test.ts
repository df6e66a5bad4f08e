import test from "ava";
import { declareServices } from "../../components/declare-services.ts";
import { planServices } from "../../core/controllers/plan-services.ts";
import { planFailover } from "../../core/failover/plan.ts";
import { resolveClass } from "../core/resolve-class.ts";
import { withStandby } from "../core/with-standby.ts";

test("errors have their stacks again once the services are declared", (t) => {
  const { services } = planServices(
    [resolveClass("public", { controller: "f5" })],
    planFailover("none", withStandby({ a: {} })),
  );
  const before = Error.stackTraceLimit;
  let during: number | undefined;
  const refuse = () => {
    during = Error.stackTraceLimit;
    throw new Error("refused");
  };
  t.throws(() => declareServices(services, undefined, refuse), { message: "refused" });
  t.deepEqual([during, Error.stackTraceLimit], [0, before]);
});
