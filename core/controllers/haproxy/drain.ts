import type { EdgeSpec } from "../../model/edge.ts";
import { toWholeSeconds } from "../../model/units.ts";

/**
 * What a pod does before it is told to end: serve on while balancers take the node out (`drain.delay`), then
 * have HAProxy close its ports and finish what is open (SIGUSR1), for `drain.timeout` at most. A SIGTERM
 * alone would have the image's supervisor end HAProxy with every connection it has.
 */
export function preStop({ drain }: Pick<EdgeSpec, "drain">): { exec: { command: string[] } } {
  return { exec: { command: ["/bin/sh", "-c", script(drain)] } };
}

/** Seconds a pod may take to go: delay + timeout + 10 for the controller and its supervisor to end. */
export function terminationGracePeriodSeconds({ drain }: Pick<EdgeSpec, "drain">): number {
  return toWholeSeconds(drain.delay) + toWholeSeconds(drain.timeout) + 10;
}

/**
 * How long Pulumi waits for a rollout: a batch of `rollout.maxUnavailable` nodes takes the grace period + 30 s
 * to start + `rollout.minReady`; never less than Pulumi's own 10 minutes.
 */
export function rolloutTimeout(spec: Pick<EdgeSpec, "drain" | "rollout" | "nodes">): string {
  const { maxUnavailable, minReady } = spec.rollout;
  const batches =
    typeof maxUnavailable === "string"
      ? Math.ceil(100 / Number.parseInt(maxUnavailable, 10))
      : Math.ceil(spec.nodes.length / maxUnavailable);
  const batch = terminationGracePeriodSeconds(spec) + 30 + toWholeSeconds(minReady);
  return `${Math.max(600, batches * batch)}s`;
}

function script({ delay, timeout }: EdgeSpec["drain"]): string {
  return [
    `sleep ${toWholeSeconds(delay)}`,
    // The supervisor would start HAProxy again the moment it has ended.
    "if [ -x /command/s6-svc ]; then /command/s6-svc -O /run/service/haproxy; fi",
    'master=$(cat /var/run/haproxy.pid) && kill -USR1 "$master" || exit 0',
    "waited=0",
    `while [ "$waited" -lt ${toWholeSeconds(timeout)} ] && kill -0 "$master" 2>/dev/null; do`,
    "  sleep 1",
    "  waited=$((waited + 1))",
    "done",
  ].join("\n");
}
