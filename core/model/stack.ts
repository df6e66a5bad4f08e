import type { ClassSpec, ResourceArgs } from "./class.ts";
import type { FailoverFlag } from "./failover.ts";
import type { PullPolicy } from "./image.ts";
import type { ServiceSpec } from "./service.ts";

/** The cluster that a stack belongs to. */
export interface ClusterArgs {
  /** Path of a kubeconfig. @default `KUBECONFIG`, else `~/.kube/config` */
  readonly kubeconfig?: string;
  /** A context of the kubeconfig. @default its current context */
  readonly context?: string;
}

/** The LogrotateAgent of every class that writes log files. */
export interface LogrotateArgs {
  /** Image built from images/logrotate/Dockerfile. @default "exposure.local/logrotate:2" */
  readonly image?: string;
  /** `sha256:…`, appended to the image. @default none */
  readonly digest?: string;
  /** When the kubelet pulls the image. @default "IfNotPresent" */
  readonly pullPolicy?: PullPolicy;
  /** Resources of the container. @default requests of 10m CPU and 32Mi, limits of 128Mi memory */
  readonly resources?: ResourceArgs;
}

/** The agent with every default decided. */
export interface LogrotateSpec {
  /** Image with tag and, if given, digest. */
  readonly image: string;
  readonly pullPolicy: PullPolicy;
  readonly resources: ResourceArgs;
}

/** A stack's configuration, with every default decided and every rule kept. */
export interface StackConfig {
  /** The cluster that the stack belongs to. */
  readonly cluster: ClusterArgs;
  /** Sorted by name. */
  readonly classes: readonly ClassSpec[];
  /** Sorted by name. */
  readonly services: readonly ServiceSpec[];
  /** The emergency switch. */
  readonly failover: FailoverFlag;
  /** The agent that rotates log files. */
  readonly logrotate: LogrotateSpec;
  /** Full name of the stack of the HAProxy edge in front. @default `<organization>/haproxy-edge/<stack>` */
  readonly edge?: string;
}
