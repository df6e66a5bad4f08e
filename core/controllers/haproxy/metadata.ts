import type { types } from "@pulumi/kubernetes";
import type { EdgeSpec } from "../../model/edge.ts";
import { commonLabels, names } from "../../model/names.ts";

type ObjectMeta = types.input.meta.v1.ObjectMeta;

/** Labels of everything that belongs to the edge. */
export function edgeLabels(): Record<string, string> {
  return commonLabels("haproxy-edge", names.edgeClass);
}

export function clusterMetadata(name: string): ObjectMeta {
  return { name, labels: edgeLabels() };
}

export function namespacedMetadata({ namespace }: Pick<EdgeSpec, "namespace">, name: string): ObjectMeta {
  return { name, namespace, labels: edgeLabels() };
}
