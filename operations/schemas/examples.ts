import type { JsonSchema } from "../../core/config/json-schema.ts";
import { isObject } from "../../core/model/is-object.ts";

/** How many examples a value is given at most. */
const most = 2;

/** Adds to a schema's words and numbers the first different values that documents have in their place. */
export function withExamples(schema: JsonSchema, documents: readonly unknown[]): JsonSchema {
  const { properties, additionalProperties, items, anyOf } = schema;
  const objects = documents.filter(isObject);
  const isWord = schema.type === "string" || schema.type === "integer";
  const words = isWord ? [...new Set(documents.filter((value) => fits(schema, value)))].slice(0, most) : [];
  return {
    ...schema,
    ...(words.length > 0 && { examples: words }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, property]) => [
          key,
          withExamples(
            property,
            objects.flatMap((object) => (Object.hasOwn(object, key) ? [object[key]] : [])),
          ),
        ]),
      ),
    }),
    ...(typeof additionalProperties === "object" && {
      additionalProperties: withExamples(
        additionalProperties,
        objects.flatMap((object) => Object.values(object)),
      ),
    }),
    ...(items !== undefined && {
      items: withExamples(
        items,
        documents.flatMap((value) => (Array.isArray(value) ? value : [])),
      ),
    }),
    ...(anyOf !== undefined && { anyOf: anyOf.map((choice) => withExamples(choice, documents)) }),
  };
}

function fits({ type, pattern }: JsonSchema, value: unknown): boolean {
  if (type === "integer") return typeof value === "number";
  return (
    typeof value === "string" && value !== "" && (pattern === undefined || new RegExp(pattern).test(value))
  );
}
