import type { types } from "@pulumi/kubernetes";
import { containerPorts } from "../controllers/nginx/container-ports.ts";
import { logDirectory } from "../controllers/nginx/log-directory.ts";
import { nodeSysctls, podSysctls } from "../controllers/nginx/sysctls.ts";
import { templateMount } from "../controllers/nginx/template.ts";
import { controllerDialects } from "../controllers/registry.ts";
import type { ClassSpec } from "../model/class.ts";
import { controllerSelector, names } from "../model/names.ts";
import { isDaemonSet, terminationGracePeriodSeconds } from "./class-drain.ts";
import { controllerLabels } from "./class-metadata.ts";

/** The controller's pod; `template` is the content of a custom main template, where the class has one. */
export function podTemplate(spec: ClassSpec, template?: string): types.input.core.v1.PodTemplateSpec {
  const parts = partsOf(spec, template);
  const hostNetwork = spec.expose.as === "hostNetwork";
  const initContainers = parts.flatMap((part) => part.initContainers);
  const volumes = parts.flatMap((part) => part.volumes);
  const sysctls = podSysctls(spec);
  return {
    metadata: { labels: controllerLabels(spec) },
    spec: {
      serviceAccountName: names.controller,
      automountServiceAccountToken: true,
      priorityClassName: spec.priorityClass,
      nodeSelector: { ...spec.nodeSelector },
      terminationGracePeriodSeconds: terminationGracePeriodSeconds(spec),
      securityContext: {
        seccompProfile: { type: "RuntimeDefault" },
        ...(sysctls.length === 0 ? {} : { sysctls: [...sysctls] }),
      },
      // On the node's own network the node's resolver would be used, which knows no Services.
      ...(hostNetwork ? { hostNetwork, dnsPolicy: "ClusterFirstWithHostNet" } : {}),
      ...(spec.tolerations.length === 0 ? {} : { tolerations: [...spec.tolerations] }),
      ...(spec.pullSecrets.length === 0
        ? {}
        : { imagePullSecrets: spec.pullSecrets.map((name) => ({ name })) }),
      ...(isDaemonSet(spec) ? {} : { topologySpreadConstraints: [spread(spec)] }),
      ...(initContainers.length === 0 ? {} : { initContainers }),
      containers: [container(spec, template)],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}

function container(spec: ClassSpec, template: string | undefined): types.input.core.v1.Container {
  const dialect = controllerDialects[spec.controller];
  const preStop = dialect.preStop(spec);
  const mounts = partsOf(spec, template).flatMap((part) => part.mounts);
  return {
    name: names.controller,
    image: spec.image,
    imagePullPolicy: spec.pullPolicy,
    args: [...dialect.args(spec)],
    env: [
      fieldEnv("POD_NAMESPACE", "metadata.namespace"),
      fieldEnv("POD_NAME", "metadata.name"),
      ...dialect.env,
    ],
    ports: [...containerPorts(spec)],
    ...dialect.probes(spec),
    ...(preStop === undefined ? {} : { lifecycle: { preStop } }),
    resources: resources(spec),
    securityContext: dialect.securityContext,
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts }),
  };
}

function partsOf(spec: ClassSpec, template: string | undefined) {
  return [
    controllerDialects[spec.controller].writable(spec),
    templateMount(spec, template),
    logDirectory(spec),
    nodeSysctls(spec),
  ];
}

function resources({ resources: { requests, limits } }: ClassSpec): types.input.core.v1.ResourceRequirements {
  return {
    ...(requests === undefined ? {} : { requests: { ...requests } }),
    ...(limits === undefined ? {} : { limits: { ...limits } }),
  };
}

function fieldEnv(name: string, fieldPath: string): types.input.core.v1.EnvVar {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

/** One pod a node while there are nodes enough; told apart by revision, so that a rollout does not count the old ones. */
function spread(spec: ClassSpec): types.input.core.v1.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: "kubernetes.io/hostname",
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: controllerSelector(spec) },
    matchLabelKeys: ["pod-template-hash"],
  };
}
