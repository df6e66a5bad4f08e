import test from "ava";
import { planFailover } from "../../../core/failover/plan.ts";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { exposureOutputs } from "../../../core/outputs/exposure-outputs.ts";
import { switchedOutputs } from "../../../core/outputs/switched-outputs.ts";
import { resolveClass } from "../resolve-class.ts";
import { withStandby } from "../with-standby.ts";

/** A stack whose class listens on this port, with these services. */
function stack(
  http: number,
  failover: FailoverFlag,
  services: Readonly<Record<string, Partial<ServiceArgs>>>,
) {
  const specs = withStandby(services);
  return {
    cluster: {},
    classes: [resolveClass("public", { expose: { http } })],
    services: specs,
    failover,
    logrotate: { image: "l:1", pullPolicy: "IfNotPresent", resources: {} },
  } as const;
}

test("after a switch its service is new, on the live ports, and nothing else has changed", (t) => {
  const before = exposureOutputs(stack(80, "none", { a: {}, gone: {} }));
  const file = stack(8080, "all", { a: {}, b: {} });
  const switched = planFailover(file.failover, file.services).filter(({ service }) => service.name === "a");
  const after = switchedOutputs(before, switched, (name) => before.classes[name]?.ports);
  t.deepEqual(after, {
    ...before,
    services: {
      a: { ...before.services.a, active: { service: "a-2", port: 80 }, switch: { mode: "on" } },
      gone: before.services.gone,
    },
  });
});
