import type { PolicyRule } from "../../kubernetes/objects.ts";
import type { ClassSpec } from "../../model/class.ts";
import { names } from "../../model/names.ts";
import { f5ReportsStatus } from "./args.ts";
import { f5Definitions } from "./custom-resources.ts";

/**
 * Less than upstream's chart grants: custom resources only where the class has them, no telemetry (nodes, workloads), no zone sync
 * (writing Services), ConfigMaps of its own namespace only.
 */
export function f5ClusterRules(spec: ClassSpec): readonly PolicyRule[] {
  return [
    // Secrets of any namespace: an Ingress names the TLS and htpasswd Secrets beside it.
    { apiGroups: [""], resources: ["secrets", "services", "pods"], verbs: ["get", "list", "watch"] },
    { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
    { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["get", "list", "watch"] },
    {
      apiGroups: ["networking.k8s.io"],
      resources: ["ingressclasses"],
      resourceNames: [names.ingressClass(spec.name)],
      verbs: ["get"],
    },
    ...(spec.customResources === undefined ? [] : customResourceRules),
    ...(f5ReportsStatus(spec)
      ? [{ apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] }]
      : []),
  ];
}

export function f5NamespaceRules(spec: ClassSpec): readonly PolicyRule[] {
  return [
    { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
    // It labels its own pod with its version, and retries for a minute where it may not.
    { apiGroups: [""], resources: ["pods"], verbs: ["get", "update"] },
    ...(f5ReportsStatus(spec) ? leaseRules : []),
  ];
}

// It watches each kind, used or not, and tells of each object whether it is valid.
const customResourceRules: readonly PolicyRule[] = [
  {
    apiGroups: [f5Definitions.group],
    resources: [...f5Definitions.resources],
    verbs: ["get", "list", "watch"],
  },
  {
    apiGroups: [f5Definitions.group],
    resources: f5Definitions.resources
      .filter((resource) => resource !== "globalconfigurations")
      .map((resource) => `${resource}/status`),
    verbs: ["update"],
  },
];

// `create` cannot be narrowed by name, which the API server does not know when it authorizes.
const leaseRules: readonly PolicyRule[] = [
  {
    apiGroups: ["coordination.k8s.io"],
    resources: ["leases"],
    resourceNames: [names.lease],
    verbs: ["get", "update"],
  },
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
];
