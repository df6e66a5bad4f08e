import { controllers } from "../../model/controllers.ts";
import { internalPorts, readiness } from "../../model/ports.ts";
import { toWholeSeconds } from "../../model/units.ts";
import type { ControllerDialect } from "../class-controller.ts";
import { f5Args } from "./args.ts";
import { f5ClusterRules, f5NamespaceRules } from "./rbac.ts";
import { f5Writable, f5WritableSecurity } from "./writable.ts";

/** F5 NGINX Ingress Controller, open source edition, with Ingress objects only (no custom resources). */
export const f5: ControllerDialect = {
  args: f5Args,
  env: [],
  // No liveness probe, as upstream: the controller ends by itself when nginx does, and a restart under load
  // would break what still works. Every second, as upstream: it answers from memory.
  probes: () => ({
    readinessProbe: { httpGet: { path: readiness.f5.path, port: "ready" }, periodSeconds: 1 },
  }),
  metricsPort: internalPorts.f5.metrics,
  securityContext: {
    ...f5WritableSecurity,
    runAsUser: controllers.f5.user,
    runAsGroup: controllers.f5.group,
    // The binaries carry the capability as a file capability: without it in the bounding set they can not
    // even be executed, whatever the port.
    capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
  },
  writable: f5Writable,
  // The controller answers SIGTERM with `nginx -s quit` at once, so the delay is the kubelet's.
  preStop: ({ drain }) => {
    const seconds = toWholeSeconds(drain.delay);
    return seconds === 0 ? undefined : { sleep: { seconds } };
  },
  shutdownSlack: 5,
  clusterRules: f5ClusterRules,
  namespaceRules: f5NamespaceRules,
};
