/**
 * A value's form as an editor is told of it: JSON Schema 2020-12, as far as the parser's schemas use it. It covers
 * kinds, keys, choices and ranges; the program checks the rest.
 * @see https://json-schema.org/draft/2020-12
 */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  /** What a YAML editor says of a value that does not fit, in the program's words. */
  readonly errorMessage?: string;
  /** The same of a word that does not match `pattern`. */
  readonly patternErrorMessage?: string;
}

type JsonType = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

/** A form with what an editor says of any other value. */
export function form(expected: string, rest: JsonSchema): JsonSchema {
  return { ...rest, errorMessage: `expected ${expected}` };
}
