import { clusterMetadata } from "./metadata.ts";
import type { Namespace } from "./objects.ts";
import type { Owner } from "./owner.ts";

/**
 * Which pods a namespace admits: `restricted` keeps pods off the node, `privileged` lets them take its network,
 * ports, directories or sysctls.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export type PodSecurityLevel = "privileged" | "restricted";

/**
 * The owner's own namespace.
 *
 * Neither `protect` nor `retainOnDelete`: nothing in it is shared, a stack must go as it came, and a new
 * `namespace` in the configuration moves its objects. What users put beside them (certificates, pull secrets)
 * goes with it.
 */
export function namespaceOf(owner: Owner, enforce: PodSecurityLevel): Namespace {
  const metadata = clusterMetadata(owner, owner.namespace);
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, "pod-security.kubernetes.io/enforce": enforce },
    },
  };
}
