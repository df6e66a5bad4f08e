import type { core, networking } from "@pulumi/kubernetes";
import type { EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";
import { haproxyIngress } from "../../model/resolve-edge.ts";
import { clusterMetadata, namespacedMetadata } from "./metadata.ts";

/** The edge's own namespace: its pods take the node's network, which only `privileged` lets them. */
export function namespace(spec: EdgeSpec): core.v1.NamespaceArgs {
  const metadata = clusterMetadata(spec.namespace);
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, "pod-security.kubernetes.io/enforce": "privileged" },
    },
  };
}

/** Named by Ingresses that HAProxy serves itself. */
export function ingressClass(): networking.v1.IngressClassArgs {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: clusterMetadata(names.edgeClass),
    spec: { controller: haproxyIngress.controller(names.edgeClass) },
  };
}

/** Its token is mounted by the pod that needs it, by no other. */
export function serviceAccount(spec: EdgeSpec): core.v1.ServiceAccountArgs {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: namespacedMetadata(spec, names.edge),
    automountServiceAccountToken: false,
  };
}
