import type { ClassSpec } from "../model/class.ts";
import type { Container, PodTemplate, Sysctl, Volume, VolumeMount } from "./objects.ts";
import type { ControllerOwner, Owner } from "./owner.ts";

/** What one concern (writable directories, log files, sysctls, …) adds to a controller's pod. @default nothing */
export interface PodPart {
  readonly volumes?: readonly Volume[];
  /** Where the controller's own container sees the volumes. */
  readonly mounts?: readonly VolumeMount[];
  /** Run one after the other before the controller starts. */
  readonly initContainers?: readonly Container[];
  /** Run beside the controller. */
  readonly sidecars?: readonly Container[];
  /** Annotations of the pod; another value replaces the pods. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How the user wants pods to be scheduled, and their images to be pulled. */
export type Placement = Pick<ClassSpec, "nodeSelector" | "tolerations" | "priorityClass" | "pullSecrets">;

export interface PodTemplateArgs {
  readonly owner: ControllerOwner;
  readonly placement: Placement;
  /** The controller itself, but for what `parts` mount into it. */
  readonly container: Container;
  readonly parts: readonly PodPart[];
  /** Seconds a pod may take to stop. */
  readonly terminationGracePeriodSeconds: number;
  readonly hostNetwork: boolean;
  /** Sysctls of the pod's own network. @default none */
  readonly sysctls?: readonly Sysctl[];
  /** Spread the pods over the nodes: for a Deployment. @default false */
  readonly spread?: boolean;
}

/** A controller's pod, whose token is mounted and whose system calls are filtered. */
export function podTemplate(args: PodTemplateArgs): PodTemplate {
  const { owner, placement, parts, sysctls = [] } = args;
  const annotations = Object.assign({}, ...parts.map((part) => part.annotations));
  const initContainers = parts.flatMap((part) => part.initContainers ?? []);
  const volumes = parts.flatMap((part) => part.volumes ?? []);
  const mounts = parts.flatMap((part) => part.mounts ?? []);
  return {
    metadata: {
      labels: owner.labels,
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      serviceAccountName: owner.name,
      automountServiceAccountToken: true,
      priorityClassName: placement.priorityClass,
      nodeSelector: { ...placement.nodeSelector },
      terminationGracePeriodSeconds: args.terminationGracePeriodSeconds,
      securityContext: {
        seccompProfile: { type: "RuntimeDefault" },
        ...(sysctls.length === 0 ? {} : { sysctls: [...sysctls] }),
      },
      // On the node's own network the node's resolver would be used, which knows no Services.
      ...(args.hostNetwork ? { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" } : {}),
      ...(placement.tolerations.length === 0 ? {} : { tolerations: [...placement.tolerations] }),
      ...imagePullSecrets(placement),
      ...(args.spread ? { topologySpreadConstraints: [spreadOverNodes(owner)] } : {}),
      ...(initContainers.length === 0 ? {} : { initContainers }),
      containers: [
        mounts.length === 0 ? args.container : { ...args.container, volumeMounts: mounts },
        ...parts.flatMap((part) => part.sidecars ?? []),
      ],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}

/** The field of a pod that names its pull Secrets; absent if there are none. */
export function imagePullSecrets({ pullSecrets }: Pick<Placement, "pullSecrets">): {
  imagePullSecrets?: { name: string }[];
} {
  return pullSecrets.length === 0 ? {} : { imagePullSecrets: pullSecrets.map((name) => ({ name })) };
}

/** One pod a node while there are nodes enough; told apart by revision, so that a rollout does not count the old ones. */
function spreadOverNodes({ selector }: Owner) {
  return {
    maxSkew: 1,
    topologyKey: "kubernetes.io/hostname",
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: selector },
    matchLabelKeys: ["pod-template-hash"],
  };
}
