import type { apps, core, types } from "@pulumi/kubernetes";
import { auxiliaryFile } from "../../../components/stats.ts";
import type { EdgeSpec } from "../../model/edge.ts";
import { edgeSelector, names } from "../../model/names.ts";
import { toWholeSeconds } from "../../model/units.ts";
import type { VirtualIpSpec } from "../../model/virtual-ip.ts";
import { edgeArgs } from "./args.ts";
import { preStop, terminationGracePeriodSeconds } from "./drain.ts";
import { keepalivedContainer, keepalivedFingerprint, keepalivedVolumes } from "./keepalived.ts";
import { edgeLabels, namespacedMetadata } from "./metadata.ts";
import { internalPort, ownPorts } from "./ports.ts";

/** HAProxy with its controller on each node of the selector, one node at a time where it changes. */
export function daemonSet(spec: EdgeSpec, virtualIp?: VirtualIpSpec): apps.v1.DaemonSetArgs {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: namespacedMetadata(spec, names.edge),
    spec: {
      selector: { matchLabels: { ...edgeSelector } },
      minReadySeconds: toWholeSeconds(spec.rollout.minReady),
      updateStrategy: {
        type: "RollingUpdate",
        // No surge: the new pod wants the very ports its predecessor holds on the node.
        rollingUpdate: { maxUnavailable: spec.rollout.maxUnavailable, maxSurge: 0 },
      },
      template: podTemplate(spec, virtualIp),
    },
  };
}

/** Names each edge pod for Prometheus: headless, so that none hides behind another. */
export function metricsService(spec: EdgeSpec): core.v1.ServiceArgs {
  const port = (name: "stats" | "controller") => internalPort(name, spec);
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      ...namespacedMetadata(spec, names.edgeMetrics),
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      clusterIP: "None",
      selector: { ...edgeSelector },
      ports: [
        { name: "haproxy", port: port("stats"), targetPort: port("stats") },
        { name: "controller", port: port("controller"), targetPort: port("controller") },
      ],
    },
  };
}

function podTemplate(
  spec: EdgeSpec,
  virtualIp: VirtualIpSpec | undefined,
): types.input.core.v1.PodTemplateSpec {
  return {
    metadata: {
      labels: edgeLabels(),
      // Both are mounted as one file each, which a pod that runs does not see change.
      annotations: {
        "exposure.dev/stats-generation": String(spec.stats.generation),
        ...(virtualIp && { "exposure.dev/virtual-ip": keepalivedFingerprint(spec, virtualIp) }),
      },
    },
    spec: {
      serviceAccountName: names.edge,
      automountServiceAccountToken: true,
      priorityClassName: spec.priorityClass,
      nodeSelector: { ...spec.nodeSelector },
      terminationGracePeriodSeconds: terminationGracePeriodSeconds(spec),
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      hostNetwork: true,
      // On the node's own network the node's resolver would be used, which knows no Services.
      dnsPolicy: "ClusterFirstWithHostNet",
      ...(spec.tolerations.length === 0 ? {} : { tolerations: [...spec.tolerations] }),
      ...(spec.pullSecrets.length === 0
        ? {}
        : { imagePullSecrets: spec.pullSecrets.map((name) => ({ name })) }),
      containers: [haproxyContainer(spec), ...(virtualIp ? [keepalivedContainer(virtualIp)] : [])],
      volumes: [
        { name: "stats", secret: { secretName: names.edgeStats, defaultMode: 0o400 } },
        ...(virtualIp ? keepalivedVolumes : []),
      ],
    },
  };
}

function haproxyContainer(spec: EdgeSpec): types.input.core.v1.Container {
  return {
    name: "haproxy",
    image: spec.image,
    imagePullPolicy: spec.pullPolicy,
    args: [...edgeArgs(spec)],
    env: [
      { name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    ],
    // Those of classes are not among them: a class more would restart the edge.
    ports: ownPorts(spec).map(({ name, port }) => ({ name, containerPort: port })),
    // The port is there only once the first configuration has been loaded. No liveness probe: the image's
    // supervisor starts HAProxy again, and a restart of the pod would break what still works.
    readinessProbe: { httpGet: { path: "/healthz", port: "health" }, periodSeconds: 1 },
    lifecycle: { preStop: preStop(spec) },
    resources: { requests: { cpu: spec.cpu, memory: spec.memory }, limits: { memory: spec.memory } },
    securityContext,
    volumeMounts: [
      { name: "stats", mountPath: `/etc/haproxy/${auxiliaryFile}`, subPath: auxiliaryFile, readOnly: true },
    ],
  };
}

/**
 * Root, with four capabilities. Measured: as uid 1000, upstream's, HAProxy binds no port below 1024 whatever
 * the capabilities, since the image has them on a wrapper that starts HAProxy without them. The image's
 * directories belong to uid 1000: CHOWN, DAC_OVERRIDE and FOWNER let the supervisor take them over at its
 * start. The root file system stays writable: the configuration is written beside the image's own files.
 */
const securityContext = {
  runAsUser: 0,
  runAsGroup: 0,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE", "CHOWN", "DAC_OVERRIDE", "FOWNER"] },
};
