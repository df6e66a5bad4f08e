/** When the kubelet pulls an image, as Kubernetes names it. */
export type PullPolicy = "Always" | "IfNotPresent" | "Never";

export const pullPolicies = ["Always", "IfNotPresent", "Never"] as const satisfies readonly PullPolicy[];

/** An image reference with its digest, if one is given: `repository:tag@sha256:…`. */
export function pinnedImage(image: string, digest: string | undefined): string {
  return digest === undefined ? image : `${image}@${digest}`;
}
