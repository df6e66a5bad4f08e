import type { EdgeSpec } from "../../model/edge.ts";
import { toWholeSeconds } from "../../model/units.ts";

/**
 * What a pod does before it is told to end: keep serving while balancers take the node out (`drain.delay`), then have
 * HAProxy close its ports and finish open connections (SIGUSR1), for `drain.timeout` at most. After a mere SIGTERM the
 * image's supervisor would end HAProxy with all of its connections.
 */
export function preStop({ drain }: Pick<EdgeSpec, "drain">): { exec: { command: string[] } } {
  return { exec: { command: ["/bin/sh", "-c", script(drain)] } };
}

function script({ delay, timeout }: EdgeSpec["drain"]): string {
  return [
    `sleep ${toWholeSeconds(delay)}`,
    // Otherwise the supervisor restarts HAProxy as soon as it ends.
    "if [ -x /command/s6-svc ]; then /command/s6-svc -O /run/service/haproxy; fi",
    'master=$(cat /var/run/haproxy.pid) && kill -USR1 "$master" || exit 0',
    "waited=0",
    `while [ "$waited" -lt ${toWholeSeconds(timeout)} ] && kill -0 "$master" 2>/dev/null; do`,
    "  sleep 1",
    "  waited=$((waited + 1))",
    "done",
  ].join("\n");
}
