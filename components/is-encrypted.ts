import { runtime } from "@pulumi/pulumi";

/**
 * Whether the stack file has a config key's value encrypted (`secure:`). Pulumi knows, and says so by a
 * function that its types leave out; were it gone, every value would count as encrypted and none be refused.
 * @param key with its namespace
 */
export function isEncrypted(key: string): boolean {
  const { isConfigSecret } = runtime as { readonly isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key) ?? true;
}
