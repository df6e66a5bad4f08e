import type { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { namespacedMetadata } from "../core/kubernetes/metadata.ts";
import type { Owner } from "../core/kubernetes/owner.ts";

/** A Secret of one file that the owner's pods mount; its content is a secret of the stack as well. */
export function fileSecret(
  owner: Owner,
  name: string,
  file: string,
  content: pulumi.Input<string>,
): core.v1.SecretArgs {
  const encoded = pulumi.output(content).apply((text) => Buffer.from(text).toString("base64"));
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: namespacedMetadata(owner, name),
    type: "Opaque",
    data: pulumi.secret({ [file]: encoded }),
  };
}
