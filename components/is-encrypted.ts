import { runtime } from "@pulumi/pulumi";

/**
 * Whether the stack file has a config key's value encrypted (`secure:`), or a part of it. Pulumi knows, and says so by a
 * function that its types leave out: without it, undefined.
 * @param key with its namespace
 */
export function isEncrypted(key: string): boolean | undefined {
  const { isConfigSecret } = runtime as { readonly isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key);
}
