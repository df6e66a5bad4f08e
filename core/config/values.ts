import type { Parsed } from "./schema.ts";

const longestValue = 60;

/** The path of a key or an index below another path, as one would write it in JavaScript. */
export function at(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${show(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Puts paths that begin at a part below the path of that part; its own path for none. */
export function below(part: string): (path?: string) => string {
  return (path = "") => (path === "" || path.startsWith("[") ? part + path : `${part}.${path}`);
}

/** A value as an error message shows it: scalars as JSON and shortened, others by their kind. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value !== "string") return String(value);
  const shown = JSON.stringify(value);
  return shown.length <= longestValue ? shown : `${shown.slice(0, longestValue - 1)}…"`;
}

/** The problem of a value of the wrong kind: names both kinds, which is what a missing quote comes down to. */
export function mismatch(path: string, expected: string, got: unknown): Parsed<never> {
  const kind = scalarKinds[typeof got];
  const message = `expected ${expected}, got ${show(got)}${kind === undefined ? "" : ` (${kind})`}`;
  return { ok: false, problems: [{ path, message }] };
}

/** The message of a value of the right kind that is wrong all the same. */
export function wrong(expected: string, got: unknown): string {
  return `expected ${expected}, got ${show(got)}`;
}

const scalarKinds: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "a boolean",
};
