import { printable } from "../../model/printable.ts";

const longestValue = 60;

/** The message about a value of the right kind that breaks a rule. */
export function wrong(expected: string, got: unknown): string {
  return `expected ${expected}, got ${show(got)}`;
}

/** A value as an error message shows it: scalars as JSON and shortened, others by their kind. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value !== "string") return String(value);
  const shown = printable(JSON.stringify(value));
  return shown.length <= longestValue ? shown : `${shown.slice(0, longestValue - 1)}…"`;
}
