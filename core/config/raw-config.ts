import { listed } from "../model/listed.ts";
import type { Problem } from "../model/problems.ts";
import { closest, mostHints } from "./suggest.ts";

/** Values of config keys as the engine hands them over: strings, which hold JSON for other values. */
export type RawConfig = Readonly<Record<string, unknown>>;

/** The config keys of a Pulumi project, without their namespace. */
export interface ProjectKeys<K extends string> {
  readonly namespace: string;
  readonly keys: readonly K[];
  /** Those that go into a Secret and nowhere else. @default none */
  readonly secrets?: readonly K[];
}

/** Whether the stack file has a key's value encrypted, or a part of it; undefined where that is not known. */
export type IsEncrypted = (key: string) => boolean | undefined;

/** Those of the exposure stack. */
export const exposureKeys = {
  namespace: "exposure",
  keys: ["classes", "services", "catalog", "failover", "kubeconfig", "context", "logrotate", "edge"],
} as const satisfies ProjectKeys<string>;

export interface Sections<K extends string> {
  readonly values: Readonly<Partial<Record<K, unknown>>>;
  readonly problems: readonly Problem[];
}

/** The keys of a project by name, JSON decoded. Keys of other namespaces are ignored. */
export function sectionsOf<K extends string>(
  raw: RawConfig,
  { namespace, keys, secrets = [] }: ProjectKeys<K>,
  isEncrypted: IsEncrypted,
): Sections<K> {
  const named = Object.entries(raw).flatMap(([key, value]) => {
    const name = key.startsWith(`${namespace}:`) ? key.slice(namespace.length + 1) : key;
    return name.includes(":") ? [] : [[name, value] as const];
  });
  const isKey = (name: string): name is K => keys.some((key) => key === name);
  let hints = mostHints;
  return {
    // The compiler does not follow the keys through entries.
    values: Object.fromEntries(
      named.filter(([name]) => isKey(name)).map(([name, value]) => [name, decoded(value)]),
    ) as Sections<K>["values"],
    problems: named.flatMap(([name]): readonly Problem[] => {
      const path = `${namespace}:${name}`;
      if (!isKey(name))
        return [
          { path, code: "unknown-key", message: unknownKey(hints-- > 0 ? name : undefined, namespace, keys) },
        ];
      return isEncrypted(path) === true && !secrets.includes(name)
        ? [{ path, code: "shown-in-plain", message: shownInPlain }]
        : [];
    }),
  };
}

const shownInPlain =
  "holds an encrypted value (secure:), which the cluster's objects, the state and every diff would show in plain: put what is secret into a Secret of the cluster, and write the rest of the key in plain text";

function unknownKey(name: string | undefined, namespace: string, keys: readonly string[]): string {
  const near = name === undefined ? undefined : closest(name, keys);
  return near === undefined
    ? `unknown key; known keys: ${listed(keys.map((key) => `${namespace}:${key}`))}`
    : `unknown key, did you mean "${namespace}:${near}"?`;
}

/**
 * Whether two configurations of a project say the same.
 * @param written keys of a stack file
 * @param handed those the engine hands over: all, with the empty defaults of Pulumi.yaml
 */
export function isSameConfig(written: RawConfig, handed: RawConfig, namespace: string): boolean {
  const keys = new Set([...Object.keys(written), ...Object.keys(handed)]);
  return [...keys]
    .filter((key) => key.startsWith(`${namespace}:`))
    .every((key) => {
      const value = handed[key];
      return written[key] === value || (written[key] === undefined && (value === "" || value === "{}"));
    });
}

/** Objects and lists come as JSON text. Text that is not JSON stays as it is, for the schema to refuse. */
function decoded(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
