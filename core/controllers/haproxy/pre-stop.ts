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
