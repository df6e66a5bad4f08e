/** When the kubelet pulls an image, as Kubernetes names it. */
export type PullPolicy = "Always" | "IfNotPresent" | "Never";

export const pullPolicies = ["Always", "IfNotPresent", "Never"] as const satisfies readonly PullPolicy[];

/** An image with its tag and, if given, its digest. */
export function withDigest(image: string, digest: string | undefined): string {
  return digest === undefined ? image : `${image}@${digest}`;
}
