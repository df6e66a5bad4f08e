import type { ClassSpec } from "../model/class.ts";
import type { EdgeSpec } from "../model/edge.ts";
import { commonLabels, names, selectorLabels } from "../model/names.ts";

/** What a set of Kubernetes objects belongs to: its names, labels and selector. */
export interface Owner {
  /** Name of the workload, its ServiceAccount, Role and RoleBinding. */
  readonly name: string;
  readonly namespace: string;
  /** Carried by each object. */
  readonly labels: Record<string, string>;
  /** Selects the pods. Never changes: the API server refuses another selector for an existing workload. */
  readonly selector: Record<string, string>;
}

/** A controller, with the names of all that is made around it. */
export interface ControllerOwner extends Owner {
  /** Name of the container that the controller runs in. */
  readonly container: string;
  readonly ingressClass: string;
  /** Name of the ClusterRole and its binding. */
  readonly clusterRole: string;
  /** Name of the ConfigMap that the controller is configured by. */
  readonly config: string;
  readonly metricsService: string;
}

/** The controller of an ingress class. */
export function classOwner({ name, namespace }: Pick<ClassSpec, "name" | "namespace">): ControllerOwner {
  return {
    ...labelled("ingress-controller", name),
    name: names.controller,
    namespace,
    container: names.controller,
    ingressClass: names.ingressClass(name),
    clusterRole: names.clusterRole(name),
    config: names.config,
    metricsService: names.metricsService,
  };
}

/** The HAProxy edge. */
export function edgeOwner({ namespace }: Pick<EdgeSpec, "namespace">): ControllerOwner {
  return {
    ...labelled("haproxy-edge", names.edgeClass),
    name: names.edge,
    namespace,
    container: "haproxy",
    ingressClass: names.edgeClass,
    clusterRole: names.edgeClusterRole,
    config: names.edgeConfig,
    metricsService: names.edgeMetrics,
  };
}

/** The log rotation of an ingress class. */
export function logrotateOwner({ name, namespace }: Pick<ClassSpec, "name" | "namespace">): Owner {
  return { ...labelled("logrotate", name), name: names.logrotate, namespace };
}

function labelled(part: string, instance: string): Pick<Owner, "labels" | "selector"> {
  return { labels: commonLabels(part, instance), selector: selectorLabels(part, instance) };
}
