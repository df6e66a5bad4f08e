import { rolloutTimeout } from "../kubernetes/drain.ts";
import type { PodSecurityLevel } from "../kubernetes/namespace.ts";
import type {
  ConfigMap,
  DaemonSet,
  Deployment,
  PodDisruptionBudget,
  PodTemplate,
  Service,
} from "../kubernetes/objects.ts";
import { classOwner } from "../kubernetes/owner.ts";
import { exposureService } from "../kubernetes/services.ts";
import { nodeSysctls, podSysctls } from "../kubernetes/sysctls.ts";
import { daemonSet, deployment, podDisruptionBudget } from "../kubernetes/workload.ts";
import type { ClassSpec } from "../model/class.ts";
import { type ControllerObjects, controllerObjects } from "./controller-objects.ts";
import { controllerPod, gracePeriod } from "./controller-pod.ts";
import { logDirectory } from "./nginx/log-directory.ts";
import { type TemplateFile, templateConfigMap, templateMount } from "./nginx/template.ts";
import { classControllers } from "./registry.ts";

/** Every object of an ingress class. */
export interface ClassObjects extends ControllerObjects {
  /** The main template, for a controller that reads it from a file; undefined for the one in the image. */
  readonly template: ConfigMap | undefined;
  /** Carries the class's ports; undefined if its pods take the ports on the nodes themselves. */
  readonly service: Service | undefined;
  /** A DaemonSet if its pods take ports on the nodes themselves. */
  readonly workload: DaemonSet | Deployment;
  /** Undefined for a DaemonSet. */
  readonly disruptionBudget: PodDisruptionBudget | undefined;
  /** How long Pulumi waits for the workload, such as `600s`. */
  readonly rolloutTimeout: string;
}

/**
 * The objects of an ingress class.
 * @param config data of the controller's ConfigMap
 * @param mainTemplate content of the file that `templates.main` names, if any
 */
export function classObjects(
  spec: ClassSpec,
  config: Readonly<Record<string, string>>,
  mainTemplate?: string,
): ClassObjects {
  const owner = classOwner(spec);
  const controller = classControllers[spec.controller];
  const template = templateFile(controller.pod.templateDirectory, mainTemplate);
  const pod = classPod(spec, template);
  const onNodes = takesNodePorts(spec);
  return {
    ...controllerObjects({
      owner,
      controller,
      spec,
      className: spec.name,
      isDefault: spec.default,
      podSecurity: podSecurityLevel(spec),
      config,
    }),
    template: template && templateConfigMap(owner, template),
    service: exposureService(owner, spec.expose),
    workload: onNodes ? daemonSet(owner, spec.rollout, pod) : deployment(owner, spec, pod),
    disruptionBudget: onNodes ? undefined : podDisruptionBudget(owner, spec.disruption),
    rolloutTimeout: rolloutTimeout(
      spec.rollout,
      gracePeriod({ controller, spec }),
      onNodes ? presumedNodes : spec.replicas,
    ),
  };
}

/** Only the cluster knows how many nodes a class has. */
const presumedNodes = 50;

function classPod(spec: ClassSpec, template: TemplateFile | undefined): PodTemplate {
  const owner = classOwner(spec);
  const controller = classControllers[spec.controller];
  return controllerPod({
    owner,
    controller,
    spec,
    resources: spec.resources,
    hostNetwork: spec.expose.as === "hostNetwork",
    hostPorts: spec.expose.as === "hostPort" ? spec.expose : undefined,
    parts: [
      ...controller.pod.parts(spec),
      ...(template === undefined ? [] : [templateMount(owner, template)]),
      logDirectory(spec, controller.facts),
      nodeSysctls(spec),
    ],
    sysctls: podSysctls(spec),
    spread: !takesNodePorts(spec),
  });
}

function templateFile(directory: string | undefined, content: string | undefined): TemplateFile | undefined {
  return directory === undefined || content === undefined ? undefined : { directory, content };
}

function takesNodePorts({ expose }: ClassSpec): boolean {
  return expose.as === "hostNetwork" || expose.as === "hostPort";
}

function podSecurityLevel(spec: ClassSpec): PodSecurityLevel {
  const onNode = takesNodePorts(spec) || spec.logs.to !== "stdout";
  return onNode || Object.keys(spec.sysctls).length > 0 ? "privileged" : "restricted";
}
