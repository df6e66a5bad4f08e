import type { PodPart } from "../../kubernetes/pod-template.ts";
import type { EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";
import { shaCrypt } from "./sha-crypt.ts";

/** HAProxy reads this file beside the one the controller writes. */
export const auxiliaryFile = "haproxy-aux.cfg";

const userlist = "haproxy-edge-stats";

/** Lines of the statistics page: only users of {@link statsUserlist} get in, from where they may. */
export function statsLines({ stats: { allow } }: Pick<EdgeSpec, "stats">): readonly string[] {
  return [
    // Before any HTTP, so that it holds for the metrics too.
    ...(allow.length === 0 ? [] : [`tcp-request connection reject unless { src ${allow.join(" ")} }`]),
    `stats http-request auth realm haproxy-edge unless { http_auth(${userlist}) }`,
  ];
}

/**
 * Content of the auxiliary file: the users of the statistics page, the password as its hash.
 * @param salt see {@link shaCrypt}
 */
export function statsUserlist(user: string, password: string, salt: string): string {
  return `userlist ${userlist}\n  user ${user} password ${shaCrypt(password, salt)}\n`;
}

/** The auxiliary file in HAProxy's container. */
export function statsPart({ stats }: Pick<EdgeSpec, "stats">): PodPart {
  const mountPath = `/etc/haproxy/${auxiliaryFile}`;
  return {
    volumes: [{ name: "stats", secret: { secretName: names.edgeStats, defaultMode: 0o400 } }],
    mounts: [{ name: "stats", mountPath, subPath: auxiliaryFile, readOnly: true }],
    // Mounted as a single file, whose changes a running pod does not see.
    annotations: { "exposure.dev/stats-generation": String(stats.generation) },
  };
}
