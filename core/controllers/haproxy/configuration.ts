import type { EdgeSpec } from "../../model/edge.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Configuration } from "../controller.ts";
import { canaryLines } from "./canary.ts";
import { statsAuthentication } from "./stats.ts";

/** @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/annotations.md */
export const haproxyConfiguration: Configuration<EdgeSpec> = {
  data: (spec, services) => ({ ...settings(spec), ...canarySettings(services) }),
  // Fields that HAProxy cannot keep are refused as the stack file is parsed.
  problems: () => [],
};

function settings({ timeouts, ...spec }: EdgeSpec): Readonly<Record<string, string>> {
  return {
    maxconn: String(spec.maxconn),
    ...(spec.threads === undefined ? {} : { nbthread: String(spec.threads) }),
    "hard-stop-after": spec.hardStopAfter,
    // Otherwise it logs to a syslog daemon that is not there.
    "syslog-server": "address:stdout, format:raw, facility:daemon",
    "timeout-connect": timeouts.connect,
    "timeout-queue": timeouts.queue,
    "timeout-http-request": timeouts.request,
    "timeout-http-keep-alive": timeouts.keepAlive,
    "timeout-server": timeouts.server,
    // Of the classes too, where a client that waits for its answer sends nothing meanwhile.
    "timeout-client": timeouts.idle,
    "timeout-tunnel": timeouts.idle,
    // Of services without lines of their own: a try that failed goes to another server, not to the same again.
    "backend-config-snippet": "option redispatch 1",
    "ssl-redirect-port": String(spec.expose.https),
    // The password is in none of the ConfigMaps: the list of users comes from a Secret.
    "stats-config-snippet": statsAuthentication,
  };
}

/** Lines for drills and weights, as soon as there is a service that can be in one. */
function canarySettings(services: readonly ServiceSpec[]): Readonly<Record<string, string>> {
  const canBeSwitched = services.some(({ emergency }) => emergency !== undefined);
  return canBeSwitched ? { "frontend-config-snippet": canaryLines.join("\n") } : {};
}
