import type { DrainArgs, RolloutArgs } from "../model/class.ts";
import { toWholeSeconds } from "../model/units.ts";

/**
 * Seconds a pod may take to stop: `drain.delay` (out of rotation, still serving) + `drain.timeout` (open requests
 * finish) + what the controller needs to end after that. Killed any sooner, requests that the configuration
 * promised to finish would break.
 * @param slack seconds between the end of the drain and the end of the container, at most
 */
export function terminationGracePeriodSeconds(
  { delay, timeout }: Required<DrainArgs>,
  slack: number,
): number {
  return toWholeSeconds(delay) + toWholeSeconds(timeout) + slack;
}

/**
 * How long Pulumi waits for a rollout: batches × (grace period + 30 s to start + `rollout.minReady`), and
 * never less than its own default of 10 minutes. A share (`25%`) gives the number of batches whatever the
 * number of pods.
 * @param gracePeriod seconds a pod may take to stop
 * @param pods how many there are, or are presumed to be
 */
export function rolloutTimeout(
  { maxUnavailable, minReady }: Required<RolloutArgs>,
  gracePeriod: number,
  pods: number,
): string {
  const batches =
    typeof maxUnavailable === "string"
      ? Math.ceil(100 / Number.parseInt(maxUnavailable, 10))
      : Math.ceil(pods / Math.max(1, maxUnavailable));
  const batch = gracePeriod + startSeconds + toWholeSeconds(minReady);
  return `${Math.max(600, batches * batch)}s`;
}

const startSeconds = 30;
