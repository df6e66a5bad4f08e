import type * as client from "@kubernetes/client-node";

/**
 * Kubernetes objects as plain JSON, by the types of the official client: what pure functions make, `render` prints and
 * components hand to Pulumi.
 */
export type Container = Plain<client.V1Container>;
export type ContainerPort = Plain<client.V1ContainerPort>;
export type EnvVar = Plain<client.V1EnvVar>;
export type ObjectMeta = Plain<client.V1ObjectMeta>;
export type PodTemplate = Plain<client.V1PodTemplateSpec>;
export type PolicyRule = Plain<client.V1PolicyRule>;
export type SecurityContext = Plain<client.V1SecurityContext>;
export type ServiceSpec = Plain<client.V1ServiceSpec>;
export type ServicePort = Plain<client.V1ServicePort>;
export type Sysctl = Plain<client.V1Sysctl>;
export type Volume = Plain<client.V1Volume>;
export type VolumeMount = Plain<client.V1VolumeMount>;

export type Namespace = Typed<"v1", "Namespace", client.V1Namespace>;
export type ServiceAccount = Typed<"v1", "ServiceAccount", client.V1ServiceAccount>;
export type ConfigMap = Typed<"v1", "ConfigMap", client.V1ConfigMap, "data">;
export type Service = Typed<"v1", "Service", client.V1Service, "spec">;
export type DaemonSet = Typed<"apps/v1", "DaemonSet", client.V1DaemonSet, "spec">;
export type Deployment = Typed<"apps/v1", "Deployment", client.V1Deployment, "spec">;
export type PodDisruptionBudget = Typed<
  "policy/v1",
  "PodDisruptionBudget",
  client.V1PodDisruptionBudget,
  "spec"
>;
export type IngressClass = Typed<"networking.k8s.io/v1", "IngressClass", client.V1IngressClass, "spec">;
export type ClusterRole = Typed<"rbac.authorization.k8s.io/v1", "ClusterRole", client.V1ClusterRole>;
export type ClusterRoleBinding = Typed<
  "rbac.authorization.k8s.io/v1",
  "ClusterRoleBinding",
  client.V1ClusterRoleBinding
>;
export type Role = Typed<"rbac.authorization.k8s.io/v1", "Role", client.V1Role>;
export type RoleBinding = Typed<"rbac.authorization.k8s.io/v1", "RoleBinding", client.V1RoleBinding>;

/** Any object, as far as it is told apart from others. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** An object with its type, with the fields that this project always sets, and without what only the cluster writes. */
type Typed<Version extends string, Kind extends string, T extends object, Always extends keyof T = never> = {
  apiVersion: Version;
  kind: Kind;
  metadata: ObjectMeta & { name: string };
} & Omit<Plain<T>, "apiVersion" | "kind" | "metadata" | "status"> & {
    [Key in Always]-?: NonNullable<Plain<T[Key]>>;
  };

/** The client has classes with dates; JSON has objects with strings. Pulumi types projected volumes otherwise; none is used. */
type Plain<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { [Key in keyof T as Exclude<Key, "projected">]: Plain<T[Key]> }
      : T;
