import type { rbac } from "@pulumi/kubernetes";
import type { EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";
import { clusterMetadata, namespacedMetadata } from "./metadata.ts";

const group = "rbac.authorization.k8s.io";
const apiVersion = `${group}/v1` as const;
const read = ["get", "list", "watch"];

/**
 * Less than upstream grants: no custom resources, no writing of Secrets, Ingress status or definitions, no
 * nodes, workloads or accounts; ConfigMaps and pods of its own namespace only.
 */
export function clusterRole(): rbac.v1.ClusterRoleArgs {
  return {
    apiVersion,
    kind: "ClusterRole",
    metadata: clusterMetadata(names.edgeClusterRole),
    rules: [
      // Secrets of any namespace: an Ingress names the TLS and htpasswd Secrets beside it.
      { apiGroups: [""], resources: ["namespaces", "services", "secrets"], verbs: read },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "ingressclasses"], verbs: read },
      // It waits for the list of definitions before it does anything else, also where it uses none.
      { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: read },
    ],
  };
}

export function clusterRoleBinding(spec: EdgeSpec): rbac.v1.ClusterRoleBindingArgs {
  return {
    apiVersion,
    kind: "ClusterRoleBinding",
    metadata: clusterMetadata(names.edgeClusterRole),
    roleRef: { apiGroup: group, kind: "ClusterRole", name: names.edgeClusterRole },
    subjects: [subject(spec)],
  };
}

export function role(spec: EdgeSpec): rbac.v1.RoleArgs {
  return {
    apiVersion,
    kind: "Role",
    metadata: namespacedMetadata(spec, names.edge),
    rules: [
      { apiGroups: [""], resources: ["configmaps"], verbs: read },
      // The edge's pods tell each other what they count of clients (rate limits).
      { apiGroups: [""], resources: ["pods"], verbs: read },
    ],
  };
}

export function roleBinding(spec: EdgeSpec): rbac.v1.RoleBindingArgs {
  return {
    apiVersion,
    kind: "RoleBinding",
    metadata: namespacedMetadata(spec, names.edge),
    roleRef: { apiGroup: group, kind: "Role", name: names.edge },
    subjects: [subject(spec)],
  };
}

function subject({ namespace }: EdgeSpec) {
  return { kind: "ServiceAccount", name: names.edge, namespace };
}
