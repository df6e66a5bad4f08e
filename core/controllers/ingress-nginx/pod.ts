import type { ClassSpec } from "../../model/class.ts";
import type { ControllerPod } from "../controller.ts";
import { servingPorts } from "../ports.ts";
import { ingressNginxArgs, postShutdownSeconds } from "./args.ts";
import { ingressNginxExtraArgs } from "./extra-args.ts";
import { ingressNginxFacts } from "./facts.ts";
import { ingressNginxClusterRules, ingressNginxNamespaceRules } from "./rbac.ts";

const httpGet = { path: ingressNginxFacts.readiness.path, port: "health" };

export const ingressNginxPod: ControllerPod<ClassSpec> = {
  args: ingressNginxArgs,
  extraArgs: ingressNginxExtraArgs,
  servingPorts: servingPorts,
  // Upstream's allocator: it keeps nginx's memory smaller over many reloads.
  env: [{ name: "LD_PRELOAD", value: "/usr/local/lib/libmimalloc.so" }],
  probes: {
    readinessProbe: { httpGet, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 3 },
    livenessProbe: {
      httpGet,
      initialDelaySeconds: 10,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 5,
    },
  },
  securityContext: {
    allowPrivilegeEscalation: false,
    // As upstream ships it: it writes nginx.conf, Lua settings, certificates and temporary files into
    // directories of the image.
    readOnlyRootFilesystem: false,
    runAsNonRoot: true,
    runAsUser: ingressNginxFacts.user,
    runAsGroup: ingressNginxFacts.group,
    capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
  },
  parts: () => [],
  templateDirectory: "/etc/nginx/template",
  // Stops the controller and waits until nginx has ended. The delay is the controller's own (--shutdown-grace-period):
  // nginx still serves while /healthz already fails, so that balancers that check it leave in time. A sleep here would
  // only precede that.
  preStop: () => ({ exec: { command: ["/wait-shutdown"] } }),
  shutdownSlack: postShutdownSeconds + 5,
  clusterRules: ingressNginxClusterRules,
  namespaceRules: ingressNginxNamespaceRules,
};
