import type { types } from "@pulumi/kubernetes";
import type { ClassSpec } from "../model/class.ts";
import type { InternalPort } from "../model/ports.ts";

export type Container = types.input.core.v1.Container;
export type LifecycleHandler = types.input.core.v1.LifecycleHandler;
export type PolicyRule = types.input.rbac.v1.PolicyRule;

/** What one concern (writable directories, log files, sysctls, …) adds to the controller's pod. */
export interface PodPart {
  readonly volumes: readonly types.input.core.v1.Volume[];
  readonly mounts: readonly types.input.core.v1.VolumeMount[];
  readonly initContainers: readonly Container[];
}

export const nothing: PodPart = { volumes: [], mounts: [], initContainers: [] };

/**
 * All that differs between controllers when one is run as a pod: everything around it (exposure, rollout,
 * namespaces, logs, budgets) is the same for all. A further controller is a folder with one of these and a
 * line in the registry.
 */
export interface ControllerDialect {
  /** Arguments of the container; where the image's entrypoint only wraps, the program comes first. */
  readonly args: (spec: ClassSpec) => readonly string[];
  /** Environment beside `POD_NAME` and `POD_NAMESPACE`, which every controller gets. */
  readonly env: readonly types.input.core.v1.EnvVar[];
  readonly probes: (spec: ClassSpec) => Pick<Container, "readinessProbe" | "livenessProbe">;
  /** Where it serves Prometheus metrics. */
  readonly metricsPort: InternalPort;
  readonly securityContext: types.input.core.v1.SecurityContext;
  /** Writable directories where the root file system is read-only. */
  readonly writable: (spec: ClassSpec) => PodPart;
  /** Directory of the main template, for controllers that read it from a file and not from the ConfigMap. */
  readonly templateDirectory?: string;
  /** Delays the stop while balancers take the pod out of rotation. */
  readonly preStop: (spec: ClassSpec) => LifecycleHandler | undefined;
  /** Seconds between nginx' last worker gone and the container gone, at most. */
  readonly shutdownSlack: number;
  /** Rights in the whole cluster: Ingresses and what they refer to live in any namespace. */
  readonly clusterRules: (spec: ClassSpec) => readonly PolicyRule[];
  /** Rights in the class' own namespace. */
  readonly namespaceRules: (spec: ClassSpec) => readonly PolicyRule[];
}
