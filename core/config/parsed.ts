import type { Problem } from "../model/problems.ts";
import { show } from "./formats/expected.ts";

/** The result of parsing a value: the typed value, or everything that is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function passed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** Refuses a value. @param code which rule it breaks */
export function failed(path: string, message: string, code = "wrong-value"): Parsed<never> {
  return { ok: false, problems: [{ path, code, message }] };
}

/** Refuses a value of the wrong kind. Names both kinds, since a missing quote shows in nothing else. */
export function mismatch(path: string, expected: string, got: unknown): Parsed<never> {
  const kind = scalarKinds[typeof got];
  const message = `expected ${expected}, got ${show(got)}${kind === undefined ? "" : ` (${kind})`}`;
  return failed(path, message, "wrong-type");
}

const scalarKinds: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "a boolean",
};
