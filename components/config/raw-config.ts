import type { Problem } from "../model/problems.ts";
import { closest, listed } from "./suggest.ts";

/** Values of config keys as the engine hands them over: strings, which hold JSON where the value is no string. */
export type RawConfig = Readonly<Record<string, unknown>>;

const keys = ["classes", "services", "catalog", "failover", "kubeconfig", "context", "logrotate"] as const;

/** A key of the stack, without its namespace. */
type ConfigKey = (typeof keys)[number];

export interface Sections {
  readonly values: Readonly<Partial<Record<ConfigKey, unknown>>>;
  readonly problems: readonly Problem[];
}

const namespace = "exposure";

/** The stack's own keys by name, JSON decoded; keys of other namespaces are left to their owners. */
export function sectionsOf(raw: RawConfig): Sections {
  const own = Object.entries(raw).flatMap(([key, value]) => {
    const name = key.startsWith(`${namespace}:`) ? key.slice(namespace.length + 1) : key;
    return name.includes(":") ? [] : [[name, value] as const];
  });
  return {
    values: Object.fromEntries(
      own.filter(([name]) => isKey(name)).map(([name, value]) => [name, decoded(value)]),
    ),
    problems: own
      .filter(([name]) => !isKey(name))
      .map(([name]) => ({ path: `${namespace}:${name}`, message: unknownKey(name) })),
  };
}

function isKey(name: string): name is ConfigKey {
  return keys.some((key) => key === name);
}

function unknownKey(name: string): string {
  const near = closest(name, keys);
  return near === undefined
    ? `unknown key; known keys: ${listed(keys.map((key) => `${namespace}:${key}`))}`
    : `unknown key, did you mean "${namespace}:${near}"?`;
}

/** Objects and lists come as JSON text. What is no JSON is left as it is, for the schema to refuse. */
function decoded(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
