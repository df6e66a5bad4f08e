import { controllers } from "../../model/controllers.ts";
import { internalPorts, readiness } from "../../model/ports.ts";
import type { ControllerDialect } from "../class-controller.ts";
import { nothing } from "../class-controller.ts";
import { ingressNginxArgs, postShutdownSeconds } from "./args.ts";
import { ingressNginxClusterRules, ingressNginxNamespaceRules } from "./rbac.ts";

/** kubernetes/ingress-nginx, without the validating webhook. */
export const ingressNginx: ControllerDialect = {
  args: ingressNginxArgs,
  // Upstream's allocator: nginx' memory stays smaller over many reloads.
  env: [{ name: "LD_PRELOAD", value: "/usr/local/lib/libmimalloc.so" }],
  probes: () => ({
    readinessProbe: { httpGet, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 3 },
    livenessProbe: {
      httpGet,
      initialDelaySeconds: 10,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 5,
    },
  }),
  metricsPort: internalPorts["ingress-nginx"].health,
  securityContext: {
    allowPrivilegeEscalation: false,
    // As upstream ships it: it writes nginx.conf, Lua settings, certificates and temporary files into
    // directories of the image.
    readOnlyRootFilesystem: false,
    runAsNonRoot: true,
    runAsUser: controllers["ingress-nginx"].user,
    runAsGroup: controllers["ingress-nginx"].group,
    capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
  },
  writable: () => nothing,
  templateDirectory: "/etc/nginx/template",
  // Stops the controller and waits until nginx is gone. The delay is the controller's own
  // (--shutdown-grace-period): while it lasts nginx serves on and /healthz already fails, so that
  // balancers that ask there leave in time. A sleep here would only come before that.
  preStop: () => ({ exec: { command: ["/wait-shutdown"] } }),
  shutdownSlack: postShutdownSeconds + 5,
  clusterRules: ingressNginxClusterRules,
  namespaceRules: ingressNginxNamespaceRules,
};

const httpGet = { path: readiness["ingress-nginx"].path, port: "health" };
