import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ControllerObjects } from "../core/controllers/controller-objects.ts";
import type { Access } from "../core/kubernetes/rbac.ts";

/** The resources around a controller's pods that a class and the edge have in common. */
export interface ControllerResources {
  /** Namespace of the controller. */
  readonly namespace: k8s.core.v1.Namespace;
  /** The IngressClass that it serves. */
  readonly ingressClass: k8s.networking.v1.IngressClass;
  /** What configures the controller. */
  readonly config: k8s.core.v1.ConfigMap;
  /** A controller that starts without any of these ends again: its workload depends on them. */
  readonly needs: readonly pulumi.Resource[];
  /** For children in the controller's namespace. */
  readonly inside: pulumi.CustomResourceOptions;
}

/** Declares them, each as a child of `parent`, by names that begin with `name`. */
export function createController(
  name: string,
  objects: ControllerObjects,
  parent: pulumi.Resource,
  classOptions: pulumi.CustomResourceOptions = {},
): ControllerResources {
  const { core, networking } = k8s;
  const namespace = new core.v1.Namespace(`${name}-namespace`, objects.namespace, { parent });
  const inside = { parent, dependsOn: [namespace] };
  const ingressClass = new networking.v1.IngressClass(`${name}-class`, objects.ingressClass, {
    parent,
    ...classOptions,
  });
  const config = new core.v1.ConfigMap(`${name}-config`, objects.config, inside);
  const access = createAccess(name, objects.access, inside);
  if (objects.metricsService !== undefined) {
    new core.v1.Service(`${name}-metrics`, objects.metricsService, inside);
  }
  return { namespace, ingressClass, config, needs: [namespace, ingressClass, config, ...access], inside };
}

/** How a workload is created and replaced. */
export function workloadOptions(
  parent: pulumi.Resource,
  needs: readonly pulumi.Resource[],
  rolloutTimeout: string,
): pulumi.CustomResourceOptions {
  return {
    parent,
    dependsOn: [...needs],
    customTimeouts: { create: rolloutTimeout, update: rolloutTimeout },
    // Moved to another namespace, the new pods would wait for the node ports the old ones hold.
    deleteBeforeReplace: true,
  };
}

function createAccess(
  name: string,
  access: Access,
  inside: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const { core, rbac } = k8s;
  return [
    new core.v1.ServiceAccount(`${name}-account`, access.serviceAccount, inside),
    new rbac.v1.ClusterRole(`${name}-cluster-role`, access.clusterRole, inside),
    new rbac.v1.ClusterRoleBinding(`${name}-cluster-role-binding`, access.clusterRoleBinding, inside),
    new rbac.v1.Role(`${name}-role`, access.role, inside),
    new rbac.v1.RoleBinding(`${name}-role-binding`, access.roleBinding, inside),
  ];
}
