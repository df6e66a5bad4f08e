import type { ClassSpec, RolloutArgs } from "../model/class.ts";
import { toWholeSeconds } from "../model/units.ts";
import { namespacedMetadata } from "./metadata.ts";
import type { DaemonSet, Deployment, PodDisruptionBudget, PodTemplate } from "./objects.ts";
import type { Owner } from "./owner.ts";

/** A pod on each node that the template selects. */
export function daemonSet(
  owner: Owner,
  { maxUnavailable, minReady }: Required<RolloutArgs>,
  template: PodTemplate,
): DaemonSet {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: namespacedMetadata(owner, owner.name),
    spec: {
      selector: { matchLabels: owner.selector },
      minReadySeconds: toWholeSeconds(minReady),
      updateStrategy: {
        type: "RollingUpdate",
        // No surge: the new pod needs the very ports its predecessor holds on the node, and would wait for
        // them for ever.
        rollingUpdate: { maxUnavailable, maxSurge: 0 },
      },
      template,
    },
  };
}

/** A number of pods on any nodes that the template selects. */
export function deployment(
  owner: Owner,
  { replicas, rollout: { maxUnavailable, minReady } }: Pick<ClassSpec, "replicas" | "rollout">,
  template: PodTemplate,
): Deployment {
  const stopsEveryPod = typeof maxUnavailable === "number" && maxUnavailable >= replicas;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: namespacedMetadata(owner, owner.name),
    spec: {
      replicas,
      selector: { matchLabels: owner.selector },
      minReadySeconds: toWholeSeconds(minReady),
      strategy: {
        type: "RollingUpdate",
        // The new pod first; where the rollout might take all pods at once, none goes before it is there.
        rollingUpdate: { maxUnavailable: stopsEveryPod ? 0 : maxUnavailable, maxSurge: 1 },
      },
      template,
    },
  };
}

/**
 * Limits evictions to `disruption.maxUnavailable` pods. For a Deployment only: `kubectl drain` does not evict
 * a DaemonSet's pods, and the disruption controller cannot tell how many a DaemonSet should have, so a
 * budget there would only log errors.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors
 */
export function podDisruptionBudget(
  owner: Owner,
  { maxUnavailable }: ClassSpec["disruption"],
): PodDisruptionBudget {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: namespacedMetadata(owner, owner.name),
    spec: {
      maxUnavailable,
      selector: { matchLabels: owner.selector },
      // A pod that is not ready serves no requests: it must not hold up the drain of its node.
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  };
}
