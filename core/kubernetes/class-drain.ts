import { controllerDialects } from "../controllers/registry.ts";
import type { ClassSpec } from "../model/class.ts";
import { toWholeSeconds } from "../model/units.ts";

/**
 * Seconds a pod may take to go: `drain.delay` (out of rotation, still serving) + `drain.timeout` (nginx'
 * old workers finish open requests, `worker_shutdown_timeout`) + what the controller needs to end after
 * nginx. Killed any sooner, requests the class promised to finish would break.
 */
export function terminationGracePeriodSeconds({ drain, controller }: ClassSpec): number {
  return (
    toWholeSeconds(drain.delay) + toWholeSeconds(drain.timeout) + controllerDialects[controller].shutdownSlack
  );
}

/**
 * How long Pulumi waits for a rollout: batches × (grace period + 30 s to start + `rollout.minReady`), and
 * never less than its own default of 10 minutes. A share (`25%`) tells the batches whatever the number of
 * nodes; a number tells them for the replicas of a Deployment; for a DaemonSet, whose nodes nobody counts
 * here, it is reckoned with 50 nodes.
 */
export function rolloutTimeout(spec: ClassSpec): string {
  const batch = terminationGracePeriodSeconds(spec) + startSeconds + toWholeSeconds(spec.rollout.minReady);
  return `${Math.max(600, batches(spec) * batch)}s`;
}

/** A controller on each node of the selector (`hostNetwork`, `hostPort`), or a number of pods behind a Service. */
export function isDaemonSet({ expose }: Pick<ClassSpec, "expose">): boolean {
  return expose.as === "hostNetwork" || expose.as === "hostPort";
}

const startSeconds = 30;
const presumedNodes = 50;

function batches(spec: ClassSpec): number {
  const { maxUnavailable } = spec.rollout;
  if (typeof maxUnavailable === "string") return Math.ceil(100 / Number.parseInt(maxUnavailable, 10));
  return Math.ceil((isDaemonSet(spec) ? presumedNodes : spec.replicas) / Math.max(1, maxUnavailable));
}
