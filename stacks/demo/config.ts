import * as pulumi from "@pulumi/pulumi";
import { f5Facts } from "../../core/controllers/f5/facts.ts";
import { ConfigError } from "../../core/model/problems.ts";
import type { ClusterArgs } from "../../core/model/stack.ts";
import { type BackendServer, backendServers } from "./backend-pod.ts";

export interface DemoConfig {
  /** Full name of the exposure stack, for a StackReference. */
  readonly exposure: string;
  /** The exposure stack's cluster. @default the kubeconfig's current context, as for that stack */
  readonly cluster: ClusterArgs;
  readonly server: BackendServer;
  readonly image: string;
  readonly replicas: number;
}

/** Any cluster that runs a class can run its image as well. */
const images: Readonly<Record<BackendServer, string>> = {
  echo: "exposure.local/echo:1",
  nginx: f5Facts.image,
};

/** The demo project's configuration; Pulumi.yaml declares its types and defaults. @throws ConfigError */
export function readDemoConfig(): DemoConfig {
  const config = new pulumi.Config("demo");
  const [kubeconfig, context] = [config.get("kubeconfig"), config.get("context")];
  const server = readServer(config.get("server") || "echo");
  return {
    cluster: { ...(kubeconfig && { kubeconfig }), ...(context && { context }) },
    exposure: config.get("exposure") || `${pulumi.getOrganization()}/exposure/${pulumi.getStack()}`,
    server,
    image: config.get("image") || images[server],
    replicas: config.getNumber("replicas") ?? 2,
  };
}

function readServer(text: string): BackendServer {
  const found = backendServers.find((server) => server === text);
  if (found !== undefined) return found;
  const message = `expected ${backendServers.join(" or ")}, got "${text}"`;
  throw new ConfigError([{ code: "wrong-type", path: "demo:server", message }]);
}
