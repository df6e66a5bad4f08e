import type { ObjectMeta } from "./objects.ts";
import type { Owner } from "./owner.ts";

type NamedMeta = ObjectMeta & { name: string };

/** Metadata of an object that belongs to no namespace. */
export function clusterMetadata({ labels }: Pick<Owner, "labels">, name: string): NamedMeta {
  return { name, labels };
}

/** Metadata of an object in the owner's namespace. */
export function namespacedMetadata(
  { namespace, labels }: Pick<Owner, "namespace" | "labels">,
  name: string,
): NamedMeta {
  return { name, namespace, labels };
}

/** Annotation that keeps Pulumi from waiting until the object is ready. */
export const skipAwait = { "pulumi.com/skipAwait": "true" } as const;
