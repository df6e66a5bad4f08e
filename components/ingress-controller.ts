import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { renderConfigMap } from "../core/controllers/nginx/config-map.ts";
import { readsTemplateFile, templateConfigMap } from "../core/controllers/nginx/template.ts";
import {
  clusterRole,
  clusterRoleBinding,
  role,
  roleBinding,
  serviceAccount,
} from "../core/kubernetes/class-access.ts";
import { isDaemonSet, rolloutTimeout } from "../core/kubernetes/class-drain.ts";
import { configMap, ingressClass, namespace } from "../core/kubernetes/class-identity.ts";
import { exposureService, metricsService } from "../core/kubernetes/class-services.ts";
import { daemonSet, deployment, podDisruptionBudget } from "../core/kubernetes/class-workload.ts";
import type { ClassSpec } from "../core/model/class.ts";
import type { ClassDemands } from "../core/model/demands.ts";
import { readTemplates } from "./read-templates.ts";

export interface IngressControllerArgs {
  readonly spec: ClassSpec;
  /** What the class' services ask of the controller as a whole. */
  readonly demands: ClassDemands;
}

/**
 * One ingress class: its controller, everything the controller needs, in a namespace of its own.
 * @throws ConfigError when a custom template can not be read
 */
export class IngressController extends pulumi.ComponentResource {
  /** What an Ingress names in `ingressClassName`. */
  readonly className: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;

  constructor(
    name: string,
    { spec, demands }: IngressControllerArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("exposure:index:IngressController", name, {}, opts);
    const templates = readTemplates(spec);
    const data = renderConfigMap(spec, demands, templates);
    const template = readsTemplateFile(spec) ? templates.main : undefined;

    const home = new k8s.core.v1.Namespace(`${name}-namespace`, namespace(spec), { parent: this });
    const inside = { parent: this, dependsOn: [home] };
    const ingressClassResource = new k8s.networking.v1.IngressClass(`${name}-class`, ingressClass(spec), {
      parent: this,
      // Immutable, and the name is fixed: a class that changes its controller gets a new object in its place.
      replaceOnChanges: ["spec.controller"],
      deleteBeforeReplace: true,
    });
    const config = new k8s.core.v1.ConfigMap(`${name}-config`, configMap(spec, data), inside);
    const access = createAccess(name, spec, inside);
    const files = createTemplate(name, spec, template, inside);
    createServices(name, spec, inside);
    // A controller that starts without any of these ends again: F5 wants its class, its ConfigMap and its rights at once.
    const needs = [home, ingressClassResource, config, ...access, ...files];
    createWorkload(name, spec, template, { parent: this, dependsOn: needs });

    this.className = ingressClassResource.metadata.name;
    this.namespace = home.metadata.name;
    this.registerOutputs({ className: this.className, namespace: this.namespace });
  }
}

type Options = pulumi.CustomResourceOptions;

function createAccess(name: string, spec: ClassSpec, inside: Options): pulumi.Resource[] {
  const { rbac } = k8s;
  return [
    new k8s.core.v1.ServiceAccount(`${name}-account`, serviceAccount(spec), inside),
    new rbac.v1.ClusterRole(`${name}-cluster-role`, clusterRole(spec), inside),
    new rbac.v1.ClusterRoleBinding(`${name}-cluster-role-binding`, clusterRoleBinding(spec), inside),
    new rbac.v1.Role(`${name}-role`, role(spec), inside),
    new rbac.v1.RoleBinding(`${name}-role-binding`, roleBinding(spec), inside),
  ];
}

function createTemplate(
  name: string,
  spec: ClassSpec,
  template: string | undefined,
  inside: Options,
): pulumi.Resource[] {
  if (template === undefined) return [];
  return [new k8s.core.v1.ConfigMap(`${name}-template`, templateConfigMap(spec, template), inside)];
}

function createServices(name: string, spec: ClassSpec, inside: Options): void {
  const exposure = exposureService(spec);
  if (exposure !== undefined) new k8s.core.v1.Service(`${name}-service`, exposure, inside);
  if (spec.metrics) new k8s.core.v1.Service(`${name}-metrics`, metricsService(spec), inside);
}

function createWorkload(
  name: string,
  spec: ClassSpec,
  template: string | undefined,
  within: Options,
): pulumi.Resource {
  const timeout = rolloutTimeout(spec);
  const options: Options = {
    ...within,
    customTimeouts: { create: timeout, update: timeout },
    // Moved to another namespace, the new pods would wait for the node ports the old ones hold.
    deleteBeforeReplace: true,
  };
  if (isDaemonSet(spec))
    return new k8s.apps.v1.DaemonSet(`${name}-workload`, daemonSet(spec, template), options);
  new k8s.policy.v1.PodDisruptionBudget(`${name}-disruption-budget`, podDisruptionBudget(spec), within);
  return new k8s.apps.v1.Deployment(`${name}-workload`, deployment(spec, template), options);
}
