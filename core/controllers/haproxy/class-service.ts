import { namespacedMetadata, skipAwait } from "../../kubernetes/metadata.ts";
import type { Service } from "../../kubernetes/objects.ts";
import { edgeOwner } from "../../kubernetes/owner.ts";
import { headlessService } from "../../kubernetes/services.ts";
import type { ClassRoute, EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";

/**
 * A class's controllers as HAProxy follows them: headless, since HAProxy balances itself, in the class's own
 * namespace, since a Service selects no other's pods.
 *
 * A pod that is told to go leaves the Service's EndpointSlice at once and serves on for its class'
 * `drain.delay`: the controller takes the server out at run time, without a reload. The checks are for nodes
 * that die without a word.
 */
export function classService(spec: EdgeSpec, route: ClassRoute): Service {
  const owner = edgeOwner({ namespace: route.namespace });
  return headlessService(
    { ...namespacedMetadata(owner, names.edgeClassService), annotations: annotations(spec, route) },
    route.podSelector,
    [
      { name: "http", port: 80, targetPort: "http" },
      { name: "https", port: 443, targetPort: "https" },
    ],
  );
}

function annotations({ timeouts, health }: EdgeSpec, route: ClassRoute): Record<string, string> {
  return {
    "haproxy.org/backend-config-snippet": backendLines({ health }, route).join("\n"),
    "haproxy.org/check-interval": health.interval,
    // Connections live long and differ much, so turns would not even them out.
    "haproxy.org/load-balance": "leastconn",
    ...(route.proxyProtocol ? { "haproxy.org/send-proxy-protocol": "proxy-v2" } : {}),
    "haproxy.org/timeout-check": health.interval,
    "haproxy.org/timeout-server": timeouts.idle,
    // The pods behind it belong to another stack.
    ...skipAwait,
  };
}

/** Lines of the backend that the controller has no annotation for. */
function backendLines({ health }: Pick<EdgeSpec, "health">, { readiness }: ClassRoute): readonly string[] {
  return [
    // On the controller's own port and without PROXY protocol: nginx never sees the checks, nor logs them.
    "option httpchk",
    `http-check connect port ${readiness.port}`,
    `http-check send meth GET uri ${readiness.path}`,
    "http-check expect status 200",
    // Each new try goes to another server.
    "option redispatch 1",
    // A broken connection of a client counts as a check; one node's answer brings it back.
    `default-server fall ${health.fall} rise 1 observe layer4 error-limit ${health.fall} on-error mark-down`,
    // Connections on which nothing is under way to a node that died without a word. Where something is, only
    // `tcp-ut` on the server's own line would end it, which the controller writes (measured with 3.2.26: none on
    // `default-server`), and `on-marked-down shutdown-sessions` would break every planned leave as well.
    "option srvtcpka",
    "srvtcpka-idle 10s",
    "srvtcpka-intvl 1s",
    "srvtcpka-cnt 3",
  ];
}
