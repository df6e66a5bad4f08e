import { writtenTime } from "./engine-yaml/timestamp.ts";
import { wrong } from "./formats/expected.ts";
import { form, type JsonSchema } from "./json-schema.ts";
import { failed, mismatch, passed } from "./parsed.ts";
import type { Schema } from "./schema.ts";
import { closest } from "./suggest.ts";

/** What is wrong with a value, as one message; undefined if nothing is. */
export type Rule<T> = (value: T) => string | undefined;

interface Bounds {
  /** @default none */
  readonly min?: number;
  /** @default none */
  readonly max?: number;
}

export function boolean(): Schema<boolean> {
  const expected = "true or false";
  return {
    expected,
    accepts: isBoolean,
    json: form(expected, { type: "boolean" }),
    parse: (input, path) => (isBoolean(input) ? passed(input) : mismatch(path, expected, input)),
  };
}

/** A string that satisfies a rule and is not empty. */
export function text(rule: Rule<string> = () => undefined, expected = "a string"): Schema<string> {
  const { parse, ...kind } = anyText((input) => (input === "" ? wrong(expected, input) : rule(input)));
  return {
    ...kind,
    expected,
    json: form(expected, { type: "string", minLength: 1 }),
    parse: (input, path) => (isString(input) ? parse(input, path) : mismatch(path, expected, input)),
  };
}

/** A string that satisfies a rule, and may be empty. */
export function anyText(rule: Rule<string> = () => undefined): Schema<string> {
  const expected = "a string";
  return {
    expected,
    accepts: isString,
    json: form(expected, { type: "string" }),
    parse(input, path) {
      if (!isString(input)) return mismatch(path, expected, input);
      const message = writtenTime(input) === undefined ? rule(input) : unquoted(input);
      return message === undefined ? passed(input) : failed(path, message);
    },
  };
}

/** A whole number within bounds, both included. */
export function integer({ min, max }: Bounds = {}): Schema<number> {
  const bounds: JsonSchema = {
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
  };
  const expected = `a whole number${range(min, max)}`;
  return {
    expected,
    accepts: isNumber,
    json: form(expected, { type: "integer", ...bounds }),
    parse(input, path) {
      if (!isNumber(input)) return mismatch(path, expected, input);
      const inside =
        Number.isSafeInteger(input) &&
        input >= (min ?? Number.MIN_SAFE_INTEGER) &&
        input <= (max ?? Number.MAX_SAFE_INTEGER);
      return inside ? passed(input) : failed(path, wrong(expected, input));
    },
  };
}

/** One of a few fixed values. */
export function oneOf<const T extends string | number | boolean>(values: readonly T[]): Schema<T> {
  const expected = alternatives(values.map((value) => JSON.stringify(value)));
  const kinds = new Set<string>(values.map((value) => typeof value));
  return {
    expected,
    accepts: (input) => kinds.has(typeof input),
    json: form(expected, { enum: values }),
    parse(input, path) {
      if (!kinds.has(typeof input)) return mismatch(path, expected, input);
      const value = values.find((known) => known === input);
      if (value !== undefined) return passed(value);
      const near = isString(input) ? closest(input, values.map(String)) : undefined;
      const meant = near === undefined ? "" : ` (did you mean "${near}"?)`;
      return failed(path, `${wrong(expected, input)}${meant}`);
    },
  };
}

/** What the engine has made of it is not what its user wrote. */
function unquoted(input: string): string {
  return `${wrong("a string", input)}: YAML reads a date without quotes as a time, so write it in quotes`;
}

function alternatives(values: readonly string[]): string {
  return values.length < 2 ? values.join() : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

function range(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? "" : ` of at most ${max}`;
}

function isBoolean(input: unknown): input is boolean {
  return typeof input === "boolean";
}

function isString(input: unknown): input is string {
  return typeof input === "string";
}

function isNumber(input: unknown): input is number {
  return typeof input === "number";
}
