import test from "ava";
import type { LiveObject } from "../../../core/controllers/live-view.ts";
import { planServices } from "../../../core/controllers/plan-services.ts";
import { switchedObject } from "../../../core/controllers/service-plan.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import { waitingEdits } from "../../../core/failover/waiting-edits.ts";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { resolveClass } from "../resolve-class.ts";
import { withStandby } from "../with-standby.ts";

type Services = Readonly<Record<string, Partial<ServiceArgs>>>;

function plansOf(services: Services, flag: FailoverFlag = "none", controller: "f5" | "ingress-nginx" = "f5") {
  const specs = withStandby(services);
  return planServices([resolveClass("public", { controller })], planFailover(flag, specs)).services;
}

/** The cluster as the engine has left it. */
function liveOf(...args: Parameters<typeof plansOf>) {
  return new Map(
    plansOf(...args)
      .map(switchedObject)
      .map(({ metadata, spec }): [string, LiveObject] => {
        const annotations = Object.fromEntries(
          Object.keys(metadata.annotations).map((name) => [`f:${name}`, {}]),
        );
        const fieldsV1 = { "f:metadata": { "f:annotations": annotations } };
        const managedFields = [{ manager: "pulumi-kubernetes-1", operation: "Apply", fieldsV1 }];
        return [
          `Ingress/${metadata.namespace}/${metadata.name}`,
          { metadata: { ...metadata, managedFields }, spec },
        ];
      }),
  );
}

const none = { refusals: [], warnings: [] };
const broken = [{ path: "services.z.hosts", code: "wrong-type", message: "expected a list, got 1" }];

test("a switch changes nothing but the backend, there and back, whatever names it", (t) => {
  for (const more of [{}, { protocol: "grpc", tls: true }, { protocol: "https" }] as const) {
    for (const [before, after] of [
      ["none", "all"],
      ["all", "none"],
    ] as const) {
      t.deepEqual(waitingEdits(plansOf({ a: more }, after), liveOf({ a: more }, before), broken), none);
    }
  }
});

test("an edit of the service itself is told, and refused where a part of the file cannot be read", (t) => {
  const plans = plansOf({ a: { hosts: ["new.example"], forceHttps: true, tls: true } }, "all");
  const live = liveOf({ a: { bodySize: "8m" } });
  const { refusals, warnings } = waitingEdits(plans, live, []);
  t.deepEqual(refusals, []);
  t.is(warnings.length, 1);
  t.regex(
    warnings[0] ?? "",
    /^the Ingress of service "a" also changes in rules, tls, .*nginx.org\/client-max-body-size/,
  );
  t.regex(waitingEdits(plans, live, broken).refusals[0] ?? "", /services\.z\.hosts: expected a list, got 1/);
});

test("a service whose host another joins or leaves is not switched alone", (t) => {
  const alone = { a: {} };
  const shared = { a: {}, b: { hosts: ["a.example"], paths: [{ path: "/b" }] } };
  for (const [file, cluster] of [
    [alone, shared],
    [shared, alone],
  ]) {
    const plans = plansOf(file ?? {}, "all").filter(({ service }) => service.name === "a");
    const { refusals } = waitingEdits(plans, liveOf(cluster ?? {}), []);
    t.is(refusals.length, 1);
    t.regex(
      refusals[0] ?? "",
      /^service "a" has its host (alone|shared) in the stack file and (shared|alone) in the cluster/,
    );
  }
  t.deepEqual(waitingEdits(plansOf(shared, "all"), liveOf(shared), []), none);
});

test("ingress-nginx serves a shared host without an object for it", (t) => {
  const shared = { a: {}, b: { hosts: ["a.example"], paths: [{ path: "/b" }] } };
  const plans = plansOf(shared, "all", "ingress-nginx").filter(({ service }) => service.name === "a");
  t.deepEqual(waitingEdits(plans, liveOf({ a: {} }, "none", "ingress-nginx"), []), none);
});
