import type { core } from "@pulumi/kubernetes";
import { statsUserlist } from "../../../components/stats.ts";
import type { ClassRoute, EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";
import { canaryLines } from "./canary.ts";
import { namespacedMetadata } from "./metadata.ts";

/**
 * What HAProxy is configured by as a whole; the controller watches it and reloads.
 * @param canaries whether a service may be in a drill or a weight some day
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/annotations.md
 */
export function configMap(spec: EdgeSpec, canaries: boolean): core.v1.ConfigMapArgs {
  const { timeouts } = spec;
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: namespacedMetadata(spec, names.edgeConfig),
    data: {
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
      ...(canaries ? { "frontend-config-snippet": canaryLines.join("\n") } : {}),
      "ssl-redirect-port": String(spec.expose.https),
      // The password is in none of the ConfigMaps: the list of users comes from a Secret.
      "stats-config-snippet": `stats http-request auth realm haproxy-edge unless { http_auth(${statsUserlist}) }`,
    },
  };
}

/** Which port of the edge leads to which Service: read while HAProxy runs, a class added costs one reload. */
export function tcpServices(spec: EdgeSpec, routes: readonly ClassRoute[]): core.v1.ConfigMapArgs {
  const lines = routes.flatMap(({ namespace, http, https }) => [
    [String(http), `${namespace}/${names.edgeClassService}:80`] as const,
    [String(https), `${namespace}/${names.edgeClassService}:443`] as const,
  ]);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: namespacedMetadata(spec, names.edgeTcpServices),
    data: Object.fromEntries(lines),
  };
}
