import type { core, networking } from "@pulumi/kubernetes";
import type { ClassSpec } from "../model/class.ts";
import { controllers } from "../model/controllers.ts";
import { names } from "../model/names.ts";
import { clusterMetadata, namespacedMetadata } from "./class-metadata.ts";

/**
 * The class' own namespace, at the strictest Pod Security level its pods keep: `restricted` where they stay
 * off the node, `privileged` where they take its network, ports, directories or sysctls.
 *
 * Neither `protect` nor `retainOnDelete`: nothing in it is shared, a stack must go as it came, and a new
 * `namespace` in the configuration moves the class. What users put beside it (certificates, pull secrets)
 * goes with it.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function namespace(spec: ClassSpec): core.v1.NamespaceArgs {
  const metadata = clusterMetadata(spec, spec.namespace);
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, "pod-security.kubernetes.io/enforce": podSecurityLevel(spec) },
    },
  };
}

/** Named by every Ingress of the class. F5 must find it when it starts. */
export function ingressClass(spec: ClassSpec): networking.v1.IngressClassArgs {
  const metadata = clusterMetadata(spec, names.ingressClass(spec.name));
  const annotations = { "ingressclass.kubernetes.io/is-default-class": "true" };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: spec.default ? { ...metadata, annotations } : metadata,
    spec: { controller: controllers[spec.controller].controller(spec.name) },
  };
}

/** What the controller is configured by; both controllers watch it and reload, so no pod restarts for it. */
export function configMap(spec: ClassSpec, data: Readonly<Record<string, string>>): core.v1.ConfigMapArgs {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: namespacedMetadata(spec, names.config), data };
}

function podSecurityLevel({ expose, logs, sysctls }: ClassSpec): "privileged" | "restricted" {
  const onNode = expose.as === "hostNetwork" || expose.as === "hostPort" || logs.to !== "stdout";
  return onNode || Object.keys(sysctls).length > 0 ? "privileged" : "restricted";
}
