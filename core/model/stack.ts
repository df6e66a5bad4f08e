import type { ClassSpec, ResourceArgs } from "./class.ts";
import type { FailoverFlag } from "./failover.ts";
import type { ServiceSpec } from "./service.ts";

export type { FailoverFlag } from "./failover.ts";

/** Which cluster the stack belongs to. */
export interface ClusterArgs {
  /** Path of a kubeconfig. @default `KUBECONFIG`, else `~/.kube/config` */
  readonly kubeconfig?: string;
  /** @default the kubeconfig's current context */
  readonly context?: string;
}

export interface LogrotateArgs {
  /** Image built from images/logrotate/Dockerfile. @default "exposure.local/logrotate:2" */
  readonly image?: string;
  readonly digest?: string;
  /** @default "IfNotPresent" */
  readonly pullPolicy?: "Always" | "IfNotPresent" | "Never";
  /** @default requests of 10m CPU and 32Mi, limits of 128Mi memory */
  readonly resources?: ResourceArgs;
}

export interface LogrotateSpec {
  readonly image: string;
  readonly pullPolicy: "Always" | "IfNotPresent" | "Never";
  readonly resources: ResourceArgs;
}

/** A stack's whole configuration, parsed, with every default decided and every rule kept. */
export interface StackConfig {
  readonly cluster: ClusterArgs;
  /** Sorted by name. */
  readonly classes: readonly ClassSpec[];
  /** Sorted by name. */
  readonly services: readonly ServiceSpec[];
  readonly failover: FailoverFlag;
  readonly logrotate: LogrotateSpec;
  /** Full name of the stack of the HAProxy edge in front. @default the one of this stack's organization and name */
  readonly edge?: string;
}
