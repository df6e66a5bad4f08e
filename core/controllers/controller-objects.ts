import { configMap } from "../kubernetes/config-map.ts";
import { ingressClass } from "../kubernetes/ingress-class.ts";
import { namespaceOf, type PodSecurityLevel } from "../kubernetes/namespace.ts";
import type { ConfigMap, IngressClass, Namespace, Service } from "../kubernetes/objects.ts";
import type { ControllerOwner } from "../kubernetes/owner.ts";
import { type Access, access } from "../kubernetes/rbac.ts";
import { metricsService } from "../kubernetes/services.ts";
import type { Controller } from "./controller.ts";
import { listeningPort, type PortSettings } from "./ports.ts";

/** The objects around a controller's pods that a class and the edge have in common. */
export interface ControllerObjects {
  readonly namespace: Namespace;
  readonly ingressClass: IngressClass;
  readonly access: Access;
  /** The controller's configuration. It watches the ConfigMap and reloads, so a change restarts no pod. */
  readonly config: ConfigMap;
  /** Undefined without metrics. */
  readonly metricsService: Service | undefined;
}

export interface ControllerObjectsArgs<Spec> {
  readonly owner: ControllerOwner;
  readonly controller: Pick<Controller<Spec>, "facts" | "pod">;
  readonly spec: Spec;
  /** Name by which the controller knows its class. */
  readonly className: string;
  /** Whether it serves Ingresses that name no class. */
  readonly isDefault: boolean;
  /** The Pod Security level that the controller's pods need in their namespace. */
  readonly podSecurity: PodSecurityLevel;
  /** Data of the controller's ConfigMap. */
  readonly config: Readonly<Record<string, string>>;
}

export function controllerObjects<Spec extends PortSettings>(
  args: ControllerObjectsArgs<Spec>,
): ControllerObjects {
  const { owner, spec } = args;
  const { facts, pod } = args.controller;
  const metrics = Object.entries(facts.metricsPorts).map(([name, port]) => [name, listeningPort(port, spec)]);
  return {
    namespace: namespaceOf(owner, args.podSecurity),
    ingressClass: ingressClass(owner, facts.ingressController(args.className), args.isDefault),
    access: access(owner, { cluster: pod.clusterRules(spec), namespace: pod.namespaceRules(spec) }),
    config: configMap(owner, owner.config, args.config),
    metricsService: spec.metrics ? metricsService(owner, Object.fromEntries(metrics)) : undefined,
  };
}
