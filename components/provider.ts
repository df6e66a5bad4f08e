import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterArgs } from "../core/model/stack.ts";

/** The one provider of a stack. */
export function kubernetesProvider({ kubeconfig, context }: ClusterArgs): k8s.Provider {
  return new k8s.Provider("kubernetes", {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    // A stack belongs to one cluster for good: a kubeconfig that is edited, or an API server that moves to
    // another address, must not replace the provider and with it every object of the edge.
    clusterIdentifier: `${pulumi.getProject()}/${pulumi.getStack()}`,
    // Otherwise each changed value would replace the ConfigMap: deleted first, since it has a fixed name,
    // under controllers that run.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
}
