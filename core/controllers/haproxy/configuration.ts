import type { EdgeSpec } from "../../model/edge.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Configuration } from "../controller.ts";
import { canaryLines } from "./canary.ts";
import { statsAuthentication } from "./stats.ts";

/** @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/annotations.md */
export const haproxyConfiguration: Configuration<EdgeSpec> = {
  data: (spec, services) => ({ ...settings(spec), ...canarySettings(services) }),
  // The parser refuses what HAProxy cannot do.
  problems: () => [],
};

function settings({ timeouts, ...spec }: EdgeSpec): Readonly<Record<string, string>> {
  return {
    maxconn: String(spec.maxconn),
    ...(spec.threads === undefined ? {} : { nbthread: String(spec.threads) }),
    "hard-stop-after": spec.hardStopAfter,
    // Otherwise it logs to a syslog daemon that does not exist.
    "syslog-server": "address:stdout, format:raw, facility:daemon",
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
    // The password is in no ConfigMap: the list of users comes from a Secret.
    "stats-config-snippet": statsAuthentication,
  };
}

/** Lines for drills and weights, once a service can have one. */
function canarySettings(services: readonly ServiceSpec[]): Readonly<Record<string, string>> {
  const canBeSwitched = services.some(({ emergency }) => emergency !== undefined);
  return canBeSwitched ? { "frontend-config-snippet": canaryLines.join("\n") } : {};
}
