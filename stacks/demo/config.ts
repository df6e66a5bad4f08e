import * as pulumi from "@pulumi/pulumi";
import type { ClusterArgs } from "../../core/model/stack.ts";

export interface DemoConfig {
  /** Full name of the exposure stack, for a StackReference. */
  readonly exposure: string;
  /** The exposure stack's cluster. @default the kubeconfig's current context, as for that stack */
  readonly cluster: ClusterArgs;
  readonly image: string;
  readonly replicas: number;
}

/** The demo project's configuration; Pulumi.yaml declares its types and defaults. */
export function readDemoConfig(): DemoConfig {
  const config = new pulumi.Config("demo");
  const [kubeconfig, context] = [config.get("kubeconfig"), config.get("context")];
  return {
    cluster: { ...(kubeconfig && { kubeconfig }), ...(context && { context }) },
    exposure: config.get("exposure") || `${pulumi.getOrganization()}/exposure/${pulumi.getStack()}`,
    image: config.get("image") || "exposure.local/echo:1",
    replicas: config.getNumber("replicas") ?? 2,
  };
}
