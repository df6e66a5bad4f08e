import { createHash } from "node:crypto";
import type { EdgeSpec } from "../../model/edge.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Configuration } from "../controller.ts";
import { canaryLines } from "./canary.ts";
import { forwardedLines } from "./forwarded.ts";
import { statsLines } from "./stats.ts";

/** @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/annotations.md */
export const haproxyConfiguration: Configuration<EdgeSpec> = {
  data: (spec, services) => {
    const lines = frontendLines(services);
    const stats = statsLines(spec);
    return {
      ...settings(spec),
      ...(lines.length === 0 ? {} : { "frontend-config-snippet": lines.join("\n") }),
      // The password is in no ConfigMap: the list of users comes from a Secret.
      "stats-config-snippet": stats.join("\n"),
      "global-config-snippet": [...tlsLines, `# frontends: ${fingerprint([...lines, ...stats])}`].join("\n"),
    };
  },
  // The parser refuses what HAProxy cannot do.
  problems: () => [],
};

function settings({ timeouts, ...spec }: EdgeSpec): Readonly<Record<string, string>> {
  return {
    maxconn: String(spec.maxconn),
    ...(spec.threads === undefined ? {} : { nbthread: String(spec.threads) }),
    "hard-stop-after": spec.hardStopAfter,
    // Otherwise it logs to a syslog daemon that does not exist.
    // Its lines of requests have level info.
    "syslog-server": `address:stdout, format:raw, facility:daemon${spec.accessLog ? "" : ", level:notice"}`,
    "timeout-connect": timeouts.connect,
    "timeout-queue": timeouts.queue,
    "timeout-http-request": timeouts.request,
    "timeout-http-keep-alive": timeouts.keepAlive,
    "timeout-server": timeouts.server,
    // For the classes too, where a client sends nothing while it waits for the response.
    "timeout-client": timeouts.idle,
    "timeout-tunnel": timeouts.idle,
    // For services without lines of their own: a failed try goes to another server.
    "backend-config-snippet": "option redispatch 1",
    "ssl-redirect-port": String(spec.expose.https),
  };
}

/** Lines of the frontends of class `haproxy`. */
function frontendLines(services: readonly ServiceSpec[]): readonly string[] {
  if (services.length === 0) return [];
  const canBeSwitched = services.some(({ emergency }) => emergency !== undefined);
  return [...forwardedLines, ...(canBeSwitched ? canaryLines : [])];
}

/**
 * The controller's own list of ciphers has CBC, SHA-1 and key exchange by RSA, and it allows TLS 1.1. This is Mozilla's
 * "intermediate".
 * @see https://wiki.mozilla.org/Security/Server_Side_TLS
 */
const tlsLines = [
  "ssl-default-bind-options no-tlsv11",
  "ssl-default-bind-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305",
];

/**
 * The controller writes changed lines of the frontends into the configuration but does not reload HAProxy for them (3.2.11).
 * It does for a changed line of the global section, even a comment.
 */
function fingerprint(lines: readonly string[]): string {
  return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
}
