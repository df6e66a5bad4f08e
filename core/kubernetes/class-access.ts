import type { core, rbac } from "@pulumi/kubernetes";
import type { PolicyRule } from "../controllers/class-controller.ts";
import { controllerDialects } from "../controllers/registry.ts";
import type { ClassSpec } from "../model/class.ts";
import { names } from "../model/names.ts";
import { clusterMetadata, namespacedMetadata } from "./class-metadata.ts";

/** Who the controller is towards the API server; its token is mounted by the pod that needs it, by no other. */
export function serviceAccount(spec: ClassSpec): core.v1.ServiceAccountArgs {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: namespacedMetadata(spec, names.controller),
    automountServiceAccountToken: false,
  };
}

export function clusterRole(spec: ClassSpec): rbac.v1.ClusterRoleArgs {
  return {
    apiVersion: rbacVersion,
    kind: "ClusterRole",
    metadata: clusterMetadata(spec, names.clusterRole(spec.name)),
    rules: copy(controllerDialects[spec.controller].clusterRules(spec)),
  };
}

export function clusterRoleBinding(spec: ClassSpec): rbac.v1.ClusterRoleBindingArgs {
  const name = names.clusterRole(spec.name);
  return {
    apiVersion: rbacVersion,
    kind: "ClusterRoleBinding",
    metadata: clusterMetadata(spec, name),
    roleRef: { apiGroup: rbacGroup, kind: "ClusterRole", name },
    subjects: [subject(spec)],
  };
}

export function role(spec: ClassSpec): rbac.v1.RoleArgs {
  return {
    apiVersion: rbacVersion,
    kind: "Role",
    metadata: namespacedMetadata(spec, names.controller),
    rules: copy(controllerDialects[spec.controller].namespaceRules(spec)),
  };
}

export function roleBinding(spec: ClassSpec): rbac.v1.RoleBindingArgs {
  return {
    apiVersion: rbacVersion,
    kind: "RoleBinding",
    metadata: namespacedMetadata(spec, names.controller),
    roleRef: { apiGroup: rbacGroup, kind: "Role", name: names.controller },
    subjects: [subject(spec)],
  };
}

const rbacGroup = "rbac.authorization.k8s.io";
const rbacVersion = `${rbacGroup}/v1` as const;

function subject({ namespace }: ClassSpec) {
  return { kind: "ServiceAccount", name: names.controller, namespace };
}

function copy(rules: readonly PolicyRule[]): PolicyRule[] {
  return [...rules];
}
