import * as pulumi from "@pulumi/pulumi";

export interface DemoConfig {
  /** Full name of the exposure stack, for a StackReference. */
  readonly exposure: string;
  readonly image: string;
  readonly replicas: number;
}

/** The demo project's configuration; Pulumi.yaml declares its types and defaults. */
export function readDemoConfig(): DemoConfig {
  const config = new pulumi.Config("demo");
  return {
    exposure: config.get("exposure") || `${pulumi.getOrganization()}/exposure/${pulumi.getStack()}`,
    image: config.get("image") || "exposure.local/echo:1",
    replicas: config.getNumber("replicas") ?? 2,
  };
}
