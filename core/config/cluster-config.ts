import type { ClusterArgs } from "../model/stack.ts";
import { text } from "./scalars.ts";
import { object, type Schema } from "./schema.ts";

export const kubeconfigPath = text(kubeconfigProblem, "the path of a kubeconfig");
export const contextName = text();

/** How a component's argument names a cluster. */
export const clusterConfig: Schema<ClusterArgs> = object<ClusterArgs>({
  kubeconfig: kubeconfigPath,
  context: contextName,
});

function kubeconfigProblem(value: string): string | undefined {
  return value.includes("\n") ? "expected the path of a kubeconfig, got its contents" : undefined;
}
