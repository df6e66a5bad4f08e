import type { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { namespacedMetadata } from "../core/controllers/haproxy/metadata.ts";
import type { EdgeSpec } from "../core/model/edge.ts";

/** A Secret of one file that the edge's pods mount; its content a secret of the stack's as well. */
export function fileSecret(
  spec: EdgeSpec,
  name: string,
  file: string,
  content: pulumi.Input<string>,
): core.v1.SecretArgs {
  const encoded = pulumi.output(content).apply((text) => Buffer.from(text).toString("base64"));
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: namespacedMetadata(spec, name),
    type: "Opaque",
    data: pulumi.secret({ [file]: encoded }),
  };
}
