import type { IngressManifest } from "./ingress.ts";

/** An object of a kind that a controller brings with it, as it is applied to the cluster. */
export interface CustomObject {
  readonly apiVersion: string;
  readonly kind: "VirtualServer" | "Policy";
  readonly metadata: IngressManifest["metadata"];
  readonly spec: Readonly<Record<string, unknown>>;
}
