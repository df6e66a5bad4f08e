import type { apps, policy } from "@pulumi/kubernetes";
import type { ClassSpec } from "../model/class.ts";
import { controllerSelector, names } from "../model/names.ts";
import { toWholeSeconds } from "../model/units.ts";
import { namespacedMetadata } from "./class-metadata.ts";
import { podTemplate } from "./class-pod.ts";

/** The controller on each node of the class' selector. */
export function daemonSet(spec: ClassSpec, template?: string): apps.v1.DaemonSetArgs {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: namespacedMetadata(spec, names.controller),
    spec: {
      selector: { matchLabels: controllerSelector(spec) },
      minReadySeconds: toWholeSeconds(spec.rollout.minReady),
      updateStrategy: {
        type: "RollingUpdate",
        // No surge: the new pod wants the very ports its predecessor holds on the node, and would wait for
        // them for ever.
        rollingUpdate: { maxUnavailable: spec.rollout.maxUnavailable, maxSurge: 0 },
      },
      template: podTemplate(spec, template),
    },
  };
}

/** The controller as pods behind a Service. */
export function deployment(spec: ClassSpec, template?: string): apps.v1.DeploymentArgs {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: namespacedMetadata(spec, names.controller),
    spec: {
      replicas: spec.replicas,
      selector: { matchLabels: controllerSelector(spec) },
      minReadySeconds: toWholeSeconds(spec.rollout.minReady),
      strategy: {
        type: "RollingUpdate",
        // The new pod first; where the rollout might take all pods at once, nothing goes before it is there.
        rollingUpdate: { maxUnavailable: takesAll(spec) ? 0 : spec.rollout.maxUnavailable, maxSurge: 1 },
      },
      template: podTemplate(spec, template),
    },
  };
}

/**
 * Holds evictions to `disruption.maxUnavailable` pods. For a Deployment only: `kubectl drain` does not evict
 * a DaemonSet's pods, and the disruption controller can not tell how many a DaemonSet should have, so a
 * budget there would only log errors.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors
 */
export function podDisruptionBudget(spec: ClassSpec): policy.v1.PodDisruptionBudgetArgs {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: namespacedMetadata(spec, names.controller),
    spec: {
      maxUnavailable: spec.disruption.maxUnavailable,
      selector: { matchLabels: controllerSelector(spec) },
      // A pod that is not ready serves nobody: it must not hold up the drain of its node.
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  };
}

function takesAll({ replicas, rollout: { maxUnavailable } }: ClassSpec): boolean {
  return typeof maxUnavailable === "number" && maxUnavailable >= replicas;
}
