import { namespacedMetadata, skipAwait } from "../../kubernetes/metadata.ts";
import type { Service } from "../../kubernetes/objects.ts";
import { edgeOwner } from "../../kubernetes/owner.ts";
import { headlessService } from "../../kubernetes/services.ts";
import type { ClassRoute, EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";

/**
 * A class's controllers as HAProxy follows them: headless, because HAProxy balances itself, and in the class's namespace,
 * because a Service selects pods of its own namespace only.
 *
 * A pod that is told to stop leaves the Service's EndpointSlice at once and keeps serving for its class's `drain.delay`,
 * so the controller takes the server out at run time, without a reload. The checks are for nodes that die silently.
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
    // Connections are long and unequal, so round robin would not even them out.
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
    // Each retry goes to another server.
    "option redispatch 1",
    // A client's broken connection counts as a failed check; a single passed check brings the node back.
    `default-server fall ${health.fall} rise 1 observe layer4 error-limit ${health.fall} on-error mark-down`,
    // Ends idle connections to a node that died silently. Only `tcp-ut` on the server's own line, which the controller
    // writes, would end busy ones (measured with 3.2.26: not on `default-server`), and `on-marked-down
    // shutdown-sessions` would also break connections whenever a node leaves as planned.
    "option srvtcpka",
    "srvtcpka-idle 10s",
    "srvtcpka-intvl 1s",
    "srvtcpka-cnt 3",
  ];
}
