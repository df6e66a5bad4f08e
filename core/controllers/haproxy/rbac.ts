import type { PolicyRule } from "../../kubernetes/objects.ts";

const read = ["get", "list", "watch"];

/**
 * Less than upstream grants: no custom resources, no writing of Secrets, Ingress status or definitions, no
 * nodes, workloads or accounts; ConfigMaps and pods of its own namespace only.
 */
export function haproxyClusterRules(): readonly PolicyRule[] {
  return [
    // Secrets of any namespace: an Ingress names the TLS and htpasswd Secrets beside it.
    { apiGroups: [""], resources: ["namespaces", "services", "secrets"], verbs: read },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
    { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "ingressclasses"], verbs: read },
    // It waits for the list of definitions before it does anything else, even if it uses none.
    { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: read },
  ];
}

export function haproxyNamespaceRules(): readonly PolicyRule[] {
  return [
    { apiGroups: [""], resources: ["configmaps"], verbs: read },
    // The edge's pods share their counts of clients' requests (rate limits).
    { apiGroups: [""], resources: ["pods"], verbs: read },
  ];
}
