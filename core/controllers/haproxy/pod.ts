import type { EdgeSpec } from "../../model/edge.ts";
import type { VirtualIpSpec } from "../../model/virtual-ip.ts";
import type { ControllerPod } from "../controller.ts";
import { haproxyArgs } from "./args.ts";
import { haproxyExtraArgs } from "./extra-args.ts";
import { haproxyFacts } from "./facts.ts";
import { keepalivedPart } from "./keepalived.ts";
import { preStop } from "./pre-stop.ts";
import { haproxyClusterRules, haproxyNamespaceRules } from "./rbac.ts";
import { statsPart } from "./stats.ts";

/** The edge as its pods see it. */
export interface EdgePodSpec extends EdgeSpec {
  /** An address that the edge's nodes share. @default none */
  readonly virtualIp?: VirtualIpSpec | undefined;
}

export const haproxyPod: ControllerPod<EdgePodSpec> = {
  args: haproxyArgs,
  extraArgs: haproxyExtraArgs,
  servingPorts: ({ expose }) => expose,
  // Upstream passes POD_IP, to whose port 10000 the controller then binds the peers. They are HAProxy's own processes, old
  // and new: without it they meet at the loopback address.
  env: [],
  // The port opens only once the first configuration is loaded. No liveness probe: the image's supervisor restarts
  // HAProxy, and a restart of the pod would break what still works.
  probes: {
    readinessProbe: { httpGet: { path: haproxyFacts.readiness.path, port: "health" }, periodSeconds: 1 },
  },
  // Root, with four capabilities. Measured: as uid 1000, upstream's, HAProxy binds no port below 1024 with any
  // capabilities, because the image sets them on a wrapper that starts HAProxy without them. The image's directories
  // belong to uid 1000: with CHOWN, DAC_OVERRIDE and FOWNER the supervisor takes them over at its start. The root file
  // system stays writable, because the configuration is written beside the image's own files.
  securityContext: {
    runAsUser: haproxyFacts.user,
    runAsGroup: haproxyFacts.group,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE", "CHOWN", "DAC_OVERRIDE", "FOWNER"] },
  },
  parts: (spec) => [
    statsPart(spec),
    ...(spec.virtualIp === undefined ? [] : [keepalivedPart(spec, spec.virtualIp)]),
  ],
  preStop,
  // For the controller and its supervisor.
  shutdownSlack: 10,
  clusterRules: haproxyClusterRules,
  namespaceRules: haproxyNamespaceRules,
};
