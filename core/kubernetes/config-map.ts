import { namespacedMetadata } from "./metadata.ts";
import type { ConfigMap } from "./objects.ts";
import type { Owner } from "./owner.ts";

/** A ConfigMap in the owner's namespace. */
export function configMap(owner: Owner, name: string, data: Readonly<Record<string, string>>): ConfigMap {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: namespacedMetadata(owner, name),
    data: { ...data },
  };
}
