import test from "ava";
import type { ClassArgs } from "../../core/model/class.ts";
import { resolveClass } from "../core/resolve-class.ts";
import { registeredBy } from "../pulumi-mocks.ts";

const access = [
  "kubernetes:core/v1:ServiceAccount::edge-account",
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole::edge-cluster-role",
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding::edge-cluster-role-binding",
  "kubernetes:rbac.authorization.k8s.io/v1:Role::edge-role",
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::edge-role-binding",
];
const always = [
  "kubernetes:core/v1:Namespace::edge-namespace",
  "kubernetes:networking.k8s.io/v1:IngressClass::edge-class",
  "kubernetes:core/v1:ConfigMap::edge-config",
  ...access,
];
const metrics = "kubernetes:core/v1:Service::edge-metrics";
const service = "kubernetes:core/v1:Service::edge-service";
const onNodes = [...always, metrics, "kubernetes:apps/v1:DaemonSet::edge-workload"];
const asPods = [
  ...always,
  metrics,
  service,
  "kubernetes:apps/v1:Deployment::edge-workload",
  "kubernetes:policy/v1:PodDisruptionBudget::edge-disruption-budget",
];
const template = { templates: { main: "package.json" } };

const cases: readonly (readonly [string, ClassArgs, readonly string[]])[] = [
  ["hostNetwork is a DaemonSet", {}, onNodes],
  ["hostPort is a DaemonSet", { expose: { as: "hostPort" } }, onNodes],
  ["nodePort is a Deployment behind a Service", { expose: { as: "nodePort" } }, asPods],
  ["loadBalancer is a Deployment behind a Service", { expose: { as: "loadBalancer" } }, asPods],
  ["clusterIP is a Deployment behind a Service", { expose: { as: "clusterIP" } }, asPods],
  ["no metrics, no Service for them", { metrics: false }, onNodes.filter((child) => child !== metrics)],
  ["ingress-nginx has the same parts", { controller: "ingress-nginx" }, onNodes],
  [
    "ingress-nginx with a custom template has a ConfigMap for it",
    { controller: "ingress-nginx", ...template },
    [...onNodes, "kubernetes:core/v1:ConfigMap::edge-template"],
  ],
  ["f5 has a custom template in its ConfigMap", template, onNodes],
];

for (const [title, args, children] of cases) {
  test.serial(`${title}: exactly these ${children.length} children`, async (t) => {
    const registered = await registeredBy(() => create(args));
    const component = "exposure:index:IngressController";
    t.deepEqual(
      registered.map(({ urn }) => urn.replace("urn:pulumi:dev::exposure::", "")),
      [`${component}::edge`, ...children.map((child) => `${component}$${child}`)].toSorted(),
    );
  });
}

test.serial("the ConfigMap holds the rendered configuration and the template", async (t) => {
  const registered = await registeredBy(() => create(template));
  const config = registered.find(({ urn }) => urn.endsWith("::edge-config"));
  const data = config?.inputs.data as Record<string, string>;
  t.is(data["worker-shutdown-timeout"], "60s");
  t.true(data["main-template"]?.includes('"name": "exposure"'));
});

test.serial("the component names its class and namespace", async (t) => {
  const seen: Record<string, string> = {};
  await registeredBy(async () => {
    const { className, namespace } = await create({ namespace: "dmz" });
    className.apply((value) => Object.assign(seen, { className: value }));
    namespace.apply((value) => Object.assign(seen, { namespace: value }));
  });
  t.deepEqual(seen, { className: "edge", namespace: "dmz" });
});

// Imported once the mocks are in place: a program that loads before them would talk to an engine.
async function create(args: ClassArgs) {
  const { PlannedController } = await import("../../components/planned-controller.ts");
  return new PlannedController("edge", { spec: resolveClass("edge", args), services: [] });
}
