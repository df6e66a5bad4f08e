import { isObject } from "../model/is-object.ts";
import { listed } from "../model/listed.ts";
import { ownValue } from "../model/own-value.ts";
import type { Problem } from "../model/problems.ts";
import { form, type JsonSchema } from "./json-schema.ts";
import { failed, mismatch, type Parsed, passed } from "./parsed.ts";
import { at } from "./problem-path.ts";
import { closest, mostHints } from "./suggest.ts";

/**
 * Reads a value of unknown shape, totally: any value gives a result, none an exception. Invariant, so that a schema and
 * the interface of the model it is written for cannot drift apart in either direction.
 */
export interface Schema<in out T> {
  /** What is accepted, in words that follow "expected". */
  readonly expected: string;
  /** Whether a value is of the kind this schema reads; says nothing about its contents. */
  readonly accepts: (input: unknown) => boolean;
  readonly parse: (input: unknown, path: string) => Parsed<T>;
  /** The same for an editor. It accepts all that `parse` accepts, and more where a rule is not one of form. */
  readonly json: JsonSchema;
}

/** A schema for every key of an interface: a key added to the interface and not here does not compile. */
export type Fields<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Schema<Required<T>[K]> : Mandatory<T[K]>;
};

/** The schema of a key that must be present. */
export interface Mandatory<T> {
  readonly mandatory: Schema<T>;
}

type Field = Parser | { readonly mandatory: Parser };
type Parser = Pick<Schema<unknown>, "parse" | "json">;

export function mandatory<T>(schema: Schema<T>): Mandatory<T> {
  return { mandatory: schema };
}

/**
 * An object with these keys and no others.
 * @param instead what to write in place of a key that people expect here, such as a former one
 */
export function object<T extends object>(
  fields: Fields<T>,
  instead: Readonly<Record<string, string>> = {},
): Schema<T> {
  // The compiler does not follow each key's schema through the map, nor the object made of their values.
  const schemas = new Map(Object.entries(fields as Readonly<Record<string, Field>>));
  const known = [...schemas.keys()];
  const expected = "an object";
  return {
    expected,
    accepts: isObject,
    json: {
      type: "object",
      properties: Object.fromEntries([...schemas].map(([key, field]) => [key, parserOf(field).json])),
      required: [...schemas].flatMap(([key, field]) => ("mandatory" in field ? [key] : [])),
      propertyNames: { enum: known, errorMessage: unknownKey(known) },
    },
    parse(input, path) {
      if (!isObject(input)) return mismatch(path, expected, input);
      const missing = [...schemas]
        .filter(([key, field]) => "mandatory" in field && !Object.hasOwn(input, key))
        .map(([key]) => ({ path: at(path, key), code: "missing", message: "is missing" }));
      let hints = mostHints;
      const entries = Object.entries(input).map(([key, value]): readonly [string, Parsed<unknown>] => {
        const field = schemas.get(key);
        if (field === undefined) {
          const message = ownValue(instead, key) ?? unknownKey(known, hints-- > 0 ? key : undefined);
          return [key, failed(at(path, key), message, "unknown-key")];
        }
        return [key, parserOf(field).parse(value, at(path, key))];
      });
      return gather(entries, missing, (values) => Object.fromEntries(values) as T);
    },
  };
}

/** An object with any keys and one kind of value. @param key what is wrong with a key, if anything is */
export function record<T>(
  value: Schema<T>,
  key: (key: string) => string | undefined = () => undefined,
): Schema<Readonly<Record<string, T>>> {
  const expected = "an object";
  return {
    expected,
    accepts: isObject,
    json: { type: "object", additionalProperties: value.json },
    parse(input, path) {
      if (!isObject(input)) return mismatch(path, expected, input);
      const keys = Object.keys(input).flatMap((name) => {
        const message = key(name);
        return message === undefined ? [] : [{ path: at(path, name), code: "wrong-key", message }];
      });
      const entries = Object.entries(input).map(([name, item]): readonly [string, Parsed<T>] => [
        name,
        value.parse(item, at(path, name)),
      ]);
      return gather(entries, keys, (values) => Object.fromEntries(values));
    },
  };
}

/** A list of one kind of value. @param least how many entries it needs at least */
export function list<T>(item: Schema<T>, least = 0): Schema<readonly T[]> {
  const expected = "a list";
  return {
    expected,
    accepts: Array.isArray,
    json: form(expected, { type: "array", items: item.json, ...(least > 0 && { minItems: least }) }),
    parse(input, path) {
      if (!Array.isArray(input)) return mismatch(path, expected, input);
      if (input.length < least) {
        return failed(path, `expected at least ${least} entry, got an empty list`, "too-few");
      }
      const entries = input.map((value, index): readonly [string, Parsed<T>] => [
        `${index}`,
        item.parse(value, at(path, index)),
      ]);
      return gather(entries, [], (values) => values.map(([, value]) => value));
    },
  };
}

/** A schema with a rule about several parts of a value together. */
export function checked<T>(
  schema: Schema<T>,
  rule: (value: T, path: string) => readonly Problem[],
): Schema<T> {
  return {
    ...schema,
    parse(input, path) {
      const parsed = schema.parse(input, path);
      const problems = parsed.ok ? rule(parsed.value, path) : [];
      return problems.length > 0 ? { ok: false, problems } : parsed;
    },
  };
}

/** What either of two schemas reads. The kind of the value selects the schema, and thus the problems reported. */
export function either<A, B>(first: Schema<A>, second: Schema<B>): Schema<A | B> {
  const expected = `${first.expected} or ${second.expected}`;
  return {
    expected,
    accepts: (input) => first.accepts(input) || second.accepts(input),
    json: form(expected, { anyOf: [first.json, second.json] }),
    parse(input, path): Parsed<A | B> {
      if (first.accepts(input)) return first.parse(input, path);
      if (second.accepts(input)) return second.parse(input, path);
      return mismatch(path, expected, input);
    },
  };
}

function parserOf(field: Field): Parser {
  return "mandatory" in field ? field.mandatory : field;
}

function unknownKey(known: readonly string[], key = ""): string {
  const near = closest(key, known);
  return near === undefined
    ? `unknown key; known keys: ${listed(known)}`
    : `unknown key, did you mean "${near}"?`;
}

/** The whole made of its parts, or the problems of all of them. */
function gather<T, W>(
  entries: readonly (readonly [string, Parsed<T>])[],
  others: readonly Problem[],
  whole: (values: readonly (readonly [string, T])[]) => W,
): Parsed<W> {
  const problems = [...entries.flatMap(([, part]) => (part.ok ? [] : part.problems)), ...others];
  if (problems.length > 0) return { ok: false, problems };
  return passed(whole(entries.flatMap(([key, part]) => (part.ok ? [[key, part.value] as const] : []))));
}
