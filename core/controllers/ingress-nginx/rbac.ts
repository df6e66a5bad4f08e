import type { PolicyRule } from "../../kubernetes/objects.ts";
import type { ClassSpec } from "../../model/class.ts";
import { names } from "../../model/names.ts";

/** Upstream's set without the right to list Leases, Endpoints and Namespaces, which this release does not use. */
export function ingressNginxClusterRules(_spec: ClassSpec): readonly PolicyRule[] {
  return [
    // ConfigMaps and Secrets of any namespace: an Ingress names those beside it.
    { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: ["list", "watch"] },
    { apiGroups: [""], resources: ["services"], verbs: ["get", "list", "watch"] },
    // Its nodes' addresses go into the status of Ingresses.
    { apiGroups: [""], resources: ["nodes"], verbs: ["get"] },
    { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
    { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["get", "list", "watch"] },
    { apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] },
    { apiGroups: ["networking.k8s.io"], resources: ["ingressclasses"], verbs: ["get", "list", "watch"] },
  ];
}

export function ingressNginxNamespaceRules(_spec: ClassSpec): readonly PolicyRule[] {
  return [
    { apiGroups: [""], resources: ["configmaps"], verbs: ["get"] },
    // The pods it shares its work with.
    { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
    {
      apiGroups: ["coordination.k8s.io"],
      resources: ["leases"],
      resourceNames: [names.lease],
      verbs: ["get", "update"],
    },
    { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
  ];
}
