import type { KubernetesObject } from "../kubernetes/objects.ts";

/** Creation order: namespaces, then accounts and rights, then everything that needs them. */
const kinds = [
  "Namespace",
  "IngressClass",
  "PriorityClass",
  "ServiceAccount",
  "ClusterRole",
  "ClusterRoleBinding",
  "Role",
  "RoleBinding",
  "Secret",
  "ConfigMap",
  "Service",
  "DaemonSet",
  "Deployment",
  "PodDisruptionBudget",
  "Policy",
  "VirtualServer",
  "Ingress",
];

/** Sorted by kind, namespace and name: the same objects give the same text. */
export function inOrder<T extends KubernetesObject>(objects: readonly T[]): readonly T[] {
  return objects
    .map((object) => ({ object, key: keyOf(object) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ object }) => object);
}

function keyOf({ kind, metadata }: KubernetesObject): string {
  const known = kinds.indexOf(kind);
  // Kinds missing from the list come before those of services, which need everything else.
  const rank = known === -1 ? kinds.indexOf("Policy") : known;
  return [String(rank).padStart(3, "0"), kind, metadata.namespace ?? "", metadata.name].join("\u0000");
}
