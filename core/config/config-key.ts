/**
 * The full form of a key below `config` of a stack file: one without a namespace is of the project, and
 * `<project>:config:<name>` an old form of `<project>:<name>`. Undefined for what is no key.
 * @see https://github.com/pulumi/pulumi/blob/v3.256.0/sdk/go/common/resource/config/key.go ParseKey
 */
export function fullKey(key: string, project: string): string | undefined {
  const parts = key.split(":");
  if (parts.length === 1) return `${project}:${key}`;
  if (parts.length === 2) return key;
  return parts.length === 3 && parts[1] === "config" ? `${parts[0]}:${parts[2]}` : undefined;
}
