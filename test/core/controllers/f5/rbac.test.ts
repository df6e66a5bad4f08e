import test from "ava";
import { f5ClusterRules, f5NamespaceRules } from "../../../../core/controllers/f5/rbac.ts";
import { resolveClass } from "../../resolve-class.ts";

const clusterRules = [
  { apiGroups: [""], resources: ["secrets", "services", "pods"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["get", "list", "watch"] },
  {
    apiGroups: ["networking.k8s.io"],
    resources: ["ingressclasses"],
    resourceNames: ["public"],
    verbs: ["get"],
  },
];

const namespaceRules = [
  { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "update"] },
];

test("on the nodes the controller may read, write events and label its pod, but has no status and no lease", (t) => {
  const spec = resolveClass("public", {});
  t.deepEqual(f5ClusterRules(spec), clusterRules);
  t.deepEqual(f5NamespaceRules(spec), namespaceRules);
});

test("behind a load balancer it may also write status, as the holder of one lease", (t) => {
  const spec = resolveClass("public", { expose: { as: "loadBalancer" } });
  t.deepEqual(f5ClusterRules(spec), [
    ...clusterRules,
    { apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] },
  ]);
  t.deepEqual(f5NamespaceRules(spec), [
    ...namespaceRules,
    {
      apiGroups: ["coordination.k8s.io"],
      resources: ["leases"],
      resourceNames: ["controller-leader"],
      verbs: ["get", "update"],
    },
    { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
  ]);
});

test("with custom resources it may also read their kinds, and say of each object whether it is valid", (t) => {
  const spec = resolveClass("public", { customResources: true });
  t.deepEqual(f5ClusterRules(spec), [
    ...clusterRules,
    {
      apiGroups: ["k8s.nginx.org"],
      resources: [
        "globalconfigurations",
        "policies",
        "transportservers",
        "virtualserverroutes",
        "virtualservers",
      ],
      verbs: ["get", "list", "watch"],
    },
    {
      apiGroups: ["k8s.nginx.org"],
      resources: [
        "policies/status",
        "transportservers/status",
        "virtualserverroutes/status",
        "virtualservers/status",
      ],
      verbs: ["update"],
    },
  ]);
  t.deepEqual(f5NamespaceRules(spec), namespaceRules);
});
