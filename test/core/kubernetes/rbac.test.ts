import test from "ava";
import {
  ingressNginxClusterRules,
  ingressNginxNamespaceRules,
} from "../../../core/controllers/ingress-nginx/rbac.ts";
import { classOwner } from "../../../core/kubernetes/owner.ts";
import { access } from "../../../core/kubernetes/rbac.ts";
import { resolveClass } from "../resolve-class.ts";

const legacy = resolveClass("legacy", { controller: "ingress-nginx" });
const { serviceAccount, clusterRole, clusterRoleBinding, role, roleBinding } = access(classOwner(legacy), {
  cluster: ingressNginxClusterRules(legacy),
  namespace: ingressNginxNamespaceRules(legacy),
});
const labels = {
  "app.kubernetes.io/name": "ingress-controller",
  "app.kubernetes.io/instance": "legacy",
  "app.kubernetes.io/part-of": "exposure",
  "app.kubernetes.io/managed-by": "pulumi",
};
const inside = { name: "controller", namespace: "ingress-legacy", labels };
const subjects = [{ kind: "ServiceAccount", name: "controller", namespace: "ingress-legacy" }];

test("the account does not mount its token by default", (t) => {
  t.deepEqual(serviceAccount, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: inside,
    automountServiceAccountToken: false,
  });
});

test("ingress-nginx reads the cluster and writes Ingress status and events, nothing else", (t) => {
  t.deepEqual(clusterRole, {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "exposure-legacy", labels },
    rules: [
      { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: ["list", "watch"] },
      { apiGroups: [""], resources: ["services"], verbs: ["get", "list", "watch"] },
      { apiGroups: [""], resources: ["nodes"], verbs: ["get"] },
      { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] },
      { apiGroups: ["networking.k8s.io"], resources: ["ingressclasses"], verbs: ["get", "list", "watch"] },
    ],
  });
  t.deepEqual(role, {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: inside,
    rules: [
      { apiGroups: [""], resources: ["configmaps"], verbs: ["get"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
      {
        apiGroups: ["coordination.k8s.io"],
        resources: ["leases"],
        resourceNames: ["controller-leader"],
        verbs: ["get", "update"],
      },
      { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
    ],
  });
});

test("both bindings name the class' account", (t) => {
  t.deepEqual(clusterRoleBinding, {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "exposure-legacy", labels },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "exposure-legacy" },
    subjects,
  });
  t.deepEqual(roleBinding, {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: inside,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "controller" },
    subjects,
  });
});
