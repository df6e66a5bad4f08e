import { clusterMetadata, namespacedMetadata } from "./metadata.ts";
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  ServiceAccount,
} from "./objects.ts";
import type { ControllerOwner } from "./owner.ts";

/** A controller's account and what it may do. */
export interface Access {
  /** Mounts no token by itself: the controller's pod asks for it, other pods of the namespace get none. */
  readonly serviceAccount: ServiceAccount;
  readonly clusterRole: ClusterRole;
  readonly clusterRoleBinding: ClusterRoleBinding;
  readonly role: Role;
  readonly roleBinding: RoleBinding;
}

/** Rights of a controller. */
export interface AccessRules {
  /** In the whole cluster. */
  readonly cluster: readonly PolicyRule[];
  /** In the controller's own namespace. */
  readonly namespace: readonly PolicyRule[];
}

/** A ServiceAccount of the controller's own, bound to these rules. */
export function access(owner: ControllerOwner, rules: AccessRules): Access {
  const inCluster = clusterMetadata(owner, owner.clusterRole);
  const inNamespace = namespacedMetadata(owner, owner.name);
  const subjects = [{ kind: "ServiceAccount", name: owner.name, namespace: owner.namespace }];
  return {
    serviceAccount: {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: inNamespace,
      automountServiceAccountToken: false,
    },
    clusterRole: { apiVersion, kind: "ClusterRole", metadata: inCluster, rules: [...rules.cluster] },
    clusterRoleBinding: {
      apiVersion,
      kind: "ClusterRoleBinding",
      metadata: inCluster,
      roleRef: { apiGroup, kind: "ClusterRole", name: owner.clusterRole },
      subjects,
    },
    role: { apiVersion, kind: "Role", metadata: inNamespace, rules: [...rules.namespace] },
    roleBinding: {
      apiVersion,
      kind: "RoleBinding",
      metadata: inNamespace,
      roleRef: { apiGroup, kind: "Role", name: owner.name },
      subjects,
    },
  };
}

const apiGroup = "rbac.authorization.k8s.io";
const apiVersion = `${apiGroup}/v1` as const;
