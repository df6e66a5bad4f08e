import { clusterMetadata } from "./metadata.ts";
import type { IngressClass } from "./objects.ts";
import type { ControllerOwner } from "./owner.ts";

/**
 * The class that Ingresses name to be served by a controller.
 * @param controller `spec.controller`: how the controller recognizes the class as its own
 * @param isDefault whether the class serves Ingresses that name no class
 */
export function ingressClass(owner: ControllerOwner, controller: string, isDefault: boolean): IngressClass {
  const metadata = clusterMetadata(owner, owner.ingressClass);
  const annotations = { "ingressclass.kubernetes.io/is-default-class": "true" };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: isDefault ? { ...metadata, annotations } : metadata,
    spec: { controller },
  };
}
