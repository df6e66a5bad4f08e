import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterArgs } from "../core/model/stack.ts";

/**
 * The one provider of a stack.
 * @param parent the component that it belongs to @default none
 */
export function kubernetesProvider(
  { kubeconfig, context }: ClusterArgs,
  parent?: pulumi.ComponentResource,
): k8s.Provider {
  const args: k8s.ProviderArgs = {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    // A stack belongs to one cluster for good: a kubeconfig that is edited, or an API server that moves to
    // another address, must not replace the provider and with it every object of the edge.
    clusterIdentifier: `${pulumi.getProject()}/${pulumi.getStack()}`,
    // Otherwise each changed value would replace the ConfigMap: deleted first, since it has a fixed name,
    // under controllers that run.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  };
  return new k8s.Provider("kubernetes", args, { ...reachOptions({ kubeconfig }), ...(parent && { parent }) });
}

/**
 * Options of a provider that leave out of the state how this machine reaches the cluster: the plugin finds `KUBECONFIG`
 * or `~/.kube/config` by itself. The library would record the path, each machine with another path would change it, and
 * a refresh would fail where the recorded one is missing. A path of the configuration is recorded.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/sdk/nodejs/provider.ts getEnv("KUBECONFIG")
 */
export function reachOptions({
  kubeconfig,
}: {
  readonly kubeconfig?: string | undefined;
}): pulumi.CustomResourceOptions {
  if (kubeconfig !== undefined) return {};
  const transformation: pulumi.ResourceTransformation = ({ props, opts }) => {
    const { kubeconfig: _, ...others } = props;
    return { props: others, opts };
  };
  return { transformations: [transformation] };
}
