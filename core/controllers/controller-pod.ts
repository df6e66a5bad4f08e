import { containerPorts, type ServingPorts } from "../kubernetes/container-ports.ts";
import { terminationGracePeriodSeconds } from "../kubernetes/drain.ts";
import type { Container, EnvVar, PodTemplate } from "../kubernetes/objects.ts";
import type { ControllerOwner } from "../kubernetes/owner.ts";
import { type Placement, type PodTemplateArgs, podTemplate } from "../kubernetes/pod-template.ts";
import type { ClassSpec, ResourceArgs } from "../model/class.ts";
import type { Controller } from "./controller.ts";
import { extraArgs } from "./extra-args.ts";
import { internalPorts, type PortSettings } from "./ports.ts";

/** Settings of a pod that a class and the edge have in common. */
export type PodSettings = Placement &
  PortSettings &
  Pick<ClassSpec, "image" | "pullPolicy" | "drain" | "extraArgs">;

export interface ControllerPodArgs<Spec>
  extends Pick<PodTemplateArgs, "hostNetwork" | "sysctls" | "spread" | "parts"> {
  readonly owner: ControllerOwner;
  readonly controller: Pick<Controller<Spec>, "facts" | "pod">;
  readonly spec: Spec;
  readonly resources: ResourceArgs;
  /** The node's ports that are mapped to the container's for HTTP and HTTPS. @default none */
  readonly hostPorts?: ServingPorts | undefined;
}

/** The pod that runs a class's controller, or the edge's. */
export function controllerPod<Spec extends PodSettings>(args: ControllerPodArgs<Spec>): PodTemplate {
  return podTemplate({
    ...args,
    placement: args.spec,
    container: container(args),
    terminationGracePeriodSeconds: gracePeriod(args),
  });
}

/** Seconds the controller's pod may take to stop. */
export function gracePeriod<Spec extends PodSettings>({
  controller,
  spec,
}: Pick<ControllerPodArgs<Spec>, "controller" | "spec">): number {
  return terminationGracePeriodSeconds(spec.drain, controller.pod.shutdownSlack);
}

function container<Spec extends PodSettings>(args: ControllerPodArgs<Spec>): Container {
  const { spec, resources } = args;
  const { facts, pod } = args.controller;
  const preStop = pod.preStop(spec);
  return {
    name: args.owner.container,
    image: spec.image,
    imagePullPolicy: spec.pullPolicy,
    args: [...pod.args(spec), ...extraArgs(spec.extraArgs)],
    env: [fieldEnv("POD_NAMESPACE", "metadata.namespace"), fieldEnv("POD_NAME", "metadata.name"), ...pod.env],
    ports: containerPorts({
      serving: pod.servingPorts(spec),
      hostPorts: args.hostPorts,
      internal: internalPorts(facts, spec),
    }),
    ...pod.probes,
    ...(preStop === undefined ? {} : { lifecycle: { preStop } }),
    resources: { ...resources },
    securityContext: pod.securityContext,
  };
}

function fieldEnv(name: string, fieldPath: string): EnvVar {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}
