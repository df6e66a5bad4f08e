import { isObject } from "../model/is-object.ts";
import type { Problem } from "../model/problems.ts";
import type { Located } from "./located.ts";
import type { Parsed } from "./parsed.ts";
import { mismatch } from "./parsed.ts";
import { at, below } from "./problem-path.ts";
import type { Schema } from "./schema.ts";

/** A named part of the configuration, not yet parsed. */
export interface Entry {
  readonly name: string;
  /** The path of one of its fields, or of the entry itself. */
  readonly at: (field?: string) => string;
  readonly input: unknown;
}

/** A parsed section: its valid entries, the names of the others, and their problems. */
export interface Section<Args, Spec> {
  readonly located: readonly Located<Args, Spec>[];
  readonly unread: readonly string[];
  readonly problems: readonly Problem[];
}

/** The named parts of a section's object. */
export function entriesOf(key: string, input: unknown = {}): Parsed<readonly Entry[]> {
  if (!isObject(input)) return mismatch(key, "an object", input);
  const entries = Object.entries(input).map(([name, part]) => ({
    name,
    at: below(at(key, name)),
    input: part,
  }));
  return { ok: true, value: entries };
}

/** Parses each entry by itself, so that a mistake in one does not keep the others from being checked. */
export function readEntries<Args, Spec>(
  entries: readonly Entry[],
  schema: Schema<Args>,
  resolve: (name: string, args: Args) => Spec,
): Section<Args, Spec> {
  const read = entries.map((entry) => ({ entry, parsed: schema.parse(entry.input, "") }));
  return {
    located: read.flatMap(({ entry: { name, at }, parsed }) =>
      parsed.ok ? [{ args: parsed.value, spec: resolve(name, parsed.value), at }] : [],
    ),
    unread: read.filter(({ parsed }) => !parsed.ok).map(({ entry }) => entry.name),
    problems: read.flatMap(({ entry, parsed }) =>
      parsed.ok ? [] : parsed.problems.map((problem) => ({ ...problem, path: entry.at(problem.path) })),
    ),
  };
}
