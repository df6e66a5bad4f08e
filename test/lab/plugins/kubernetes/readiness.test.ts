import test from "ava";
import type { JsonObject } from "../../../../lab/plugins/json.ts";
import {
  backendServices,
  daemonSetReasons,
  deploymentReasons,
  ingressReasons,
  type Reasons,
  serviceReasons,
} from "../../../../lab/plugins/kubernetes/readiness.ts";

const workload = (spec: JsonObject, status: JsonObject): JsonObject => ({
  metadata: { generation: 2 },
  spec,
  status,
});
const done = { observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
const everywhere = {
  observedGeneration: 2,
  desiredNumberScheduled: 2,
  currentNumberScheduled: 2,
  updatedNumberScheduled: 2,
  numberAvailable: 2,
};
const selecting = { spec: { selector: { app: "web" } } };
const slice = (...ready: boolean[]): JsonObject => ({
  endpoints: ready.map((value) => ({ conditions: { ready: value } })),
});
const published = { status: { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } } };
const NOT_SEEN = "its controller has not seen this version yet";

const cases: readonly [title: string, reasons: Reasons, expected: Reasons][] = [
  ["a rolled out Deployment is ready", deploymentReasons(workload({ replicas: 3 }, done)), []],
  [
    "a Deployment wants one replica where it does not say",
    deploymentReasons(workload({}, { observedGeneration: 2 })),
    ["0 of 1 Pods are of this version", "0 of 1 Pods are available"],
  ],
  [
    "a Deployment of no replicas is ready",
    deploymentReasons(workload({ replicas: 0 }, { observedGeneration: 2 })),
    [],
  ],
  [
    "a Deployment its controller has not seen is not ready",
    deploymentReasons(workload({ replicas: 3 }, { ...done, observedGeneration: 1 })),
    [NOT_SEEN],
  ],
  [
    "old Pods of a Deployment must be gone",
    deploymentReasons(workload({ replicas: 3 }, { ...done, replicas: 4 })),
    ["1 Pods of the former version remain"],
  ],
  [
    "a Deployment's failed conditions are told",
    deploymentReasons(
      workload(
        { replicas: 3 },
        {
          ...done,
          availableReplicas: 2,
          conditions: [{ type: "Available", status: "False", message: "too few" }],
        },
      ),
    ),
    ["2 of 3 Pods are available", "Available: too few"],
  ],
  ["a DaemonSet on all its nodes is ready", daemonSetReasons(workload({}, everywhere)), []],
  ["a DaemonSet without nodes is ready", daemonSetReasons(workload({}, { observedGeneration: 2 })), []],
  ["a DaemonSet its controller has not seen is not ready", daemonSetReasons(workload({}, {})), [NOT_SEEN]],
  [
    "a DaemonSet that rolls is not ready",
    daemonSetReasons(workload({}, { ...everywhere, updatedNumberScheduled: 1, numberAvailable: 1 })),
    ["1 of 2 Pods are of this version", "1 of 2 Pods are available"],
  ],
  ["a Service with ready endpoints is ready", serviceReasons(selecting, [slice(true)], 0), []],
  [
    "a Service with pending endpoints is not, however long it takes",
    serviceReasons(selecting, [slice(true, false)], 100),
    ["1 of its 2 endpoints are not ready"],
  ],
  [
    "a Service that selects nothing is not ready at first",
    serviceReasons(selecting, [slice()], 9),
    ["its selector matches no ready Pod"],
  ],
  ["a Service that selects nothing is ready once that has settled", serviceReasons(selecting, [], 10), []],
  ["a Service without selector is ready", serviceReasons({ spec: {} }, [], 0), []],
  [
    "a headless Service is ready",
    serviceReasons({ spec: { selector: { a: "b" }, clusterIP: "None" } }, [], 0),
    [],
  ],
  [
    "an ExternalName is ready",
    serviceReasons({ spec: { type: "ExternalName", selector: { a: "b" } } }, [], 0),
    [],
  ],
  [
    "a LoadBalancer without address is not ready",
    serviceReasons({ spec: { type: "LoadBalancer" } }, [], 100),
    ["no load balancer has given it an address"],
  ],
  [
    "a LoadBalancer with an address is ready",
    serviceReasons({ spec: { type: "LoadBalancer" }, ...published }, [], 0),
    [],
  ],
  ["an Ingress with an address and endpoints is ready", ingressReasons(published, [], 0), []],
  [
    "an Ingress without address is never ready",
    ingressReasons({}, [], 100),
    ["its controller has published no address in .status.loadBalancer"],
  ],
  [
    "an Ingress waits for its backends",
    ingressReasons(published, ["web"], 0),
    ['no endpoints for its Service "web"'],
  ],
  ["an Ingress does not wait for its backends for ever", ingressReasons(published, ["web"], 10), []],
];

for (const [title, reasons, expected] of cases) {
  test(title, (t) => {
    t.deepEqual(reasons, expected);
  });
}

test("an Ingress' backends are named once each", (t) => {
  const path = (name: string) => ({ backend: { service: { name } } });
  const rules = [{ http: { paths: [path("web"), path("api")] } }, { http: { paths: [path("web")] } }, {}];
  t.deepEqual(backendServices({ spec: { rules } }), ["web", "api"]);
});
