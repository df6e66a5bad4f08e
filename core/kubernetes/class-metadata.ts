import type { types } from "@pulumi/kubernetes";
import type { ClassSpec } from "../model/class.ts";
import { commonLabels } from "../model/names.ts";

export type ObjectMeta = types.input.meta.v1.ObjectMeta;

/** Labels of everything that belongs to a class' controller. */
export function controllerLabels({ name }: Pick<ClassSpec, "name">): Record<string, string> {
  return commonLabels("ingress-controller", name);
}

export function clusterMetadata(spec: ClassSpec, name: string): ObjectMeta {
  return { name, labels: controllerLabels(spec) };
}

export function namespacedMetadata(spec: ClassSpec, name: string): ObjectMeta {
  return { name, namespace: spec.namespace, labels: controllerLabels(spec) };
}
