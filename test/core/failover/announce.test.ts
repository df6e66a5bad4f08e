import test from "ava";
import { completedSwitch } from "../../../components/failover-hooks.ts";
import { nginxLiveView } from "../../../core/controllers/nginx/live-view.ts";
import { switchEvent } from "../../../core/failover/announce.ts";

const ingress = (to: "primary" | "emergency", backend: string, part = "service-ingress") => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: {
    name: "shop-ingress",
    namespace: "web",
    labels: { "app.kubernetes.io/instance": "shop", "app.kubernetes.io/name": part },
    annotations:
      to === "primary"
        ? {}
        : {
            "exposure.dev/backend": "emergency",
            "exposure.dev/reason": "down",
            "exposure.dev/until": "2026-11-23T05:00:00Z",
          },
  },
  spec: { rules: [{ http: { paths: [{ backend: { service: { name: backend, port: { number: 80 } } } }] } }] },
});
const primary = ingress("primary", "shop");
const emergency = ingress("emergency", "static");
const newOutputs = { metadata: { uid: "u-1" } };
const regarding = {
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  name: "shop-ingress",
  namespace: "web",
  uid: "u-1",
};

test("a switch is announced with the new backend, the reason and the end", (t) => {
  const completed = completedSwitch({ oldInputs: primary, newInputs: emergency, newOutputs }, () => ({
    live: nginxLiveView,
  }));
  t.deepEqual(completed, {
    object: regarding,
    service: "shop",
    to: "emergency",
    backend: "static",
    reason: "down",
    until: "2026-11-23T05:00:00Z",
  });
  t.deepEqual(completed && switchEvent(completed, "exposure/prod", Date.parse("2026-11-23T03:00:00.5Z")), {
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    metadata: { name: "shop-ingress.1a206589d74", namespace: "web" },
    eventTime: "2026-11-23T03:00:00.500000Z",
    reportingController: "exposure.dev/failover",
    reportingInstance: "exposure/prod",
    action: "Failover",
    reason: "EmergencyBackend",
    type: "Warning",
    regarding,
    note: "Service shop is served by its emergency backend static from now on: down (until 2026-11-23T05:00:00Z)",
  });
});

test("switching back is not a warning", (t) => {
  const completed = completedSwitch({ oldInputs: emergency, newInputs: primary, newOutputs }, () => ({
    live: nginxLiveView,
  }));
  t.deepEqual(completed, { object: regarding, service: "shop", to: "primary", backend: "shop" });
  t.like(completed && switchEvent(completed, "x", 0), {
    type: "Normal",
    reason: "PrimaryBackend",
    note: "Service shop is served by its primary backend shop from now on",
  });
});

for (const [title, args] of [
  [
    "an Ingress that changes otherwise",
    { oldInputs: primary, newInputs: ingress("primary", "shop-2"), newOutputs },
  ],
  ["an Ingress that comes into being", { newInputs: emergency, newOutputs }],
  [
    "a canary",
    { oldInputs: primary, newInputs: ingress("emergency", "static", "service-canary"), newOutputs },
  ],
] as const) {
  test(`${title} announces no switch`, (t) => {
    t.is(
      completedSwitch(args, () => ({ live: nginxLiveView })),
      undefined,
    );
  });
}
