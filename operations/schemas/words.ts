import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { JsonSchema } from "../../core/config/json-schema.ts";

/** Adds to a schema the words that an interface of the model has for its fields: descriptions and defaults. */
export type Describe = (schema: JsonSchema, interfaceName: string) => JsonSchema;

/**
 * Reads the docstrings of a folder of types.
 * @param folder path of the folder
 * @throws Error, when called, for an interface that the folder lacks
 */
export function describerOf(folder: string): Describe {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const program = ts.createProgram(
    files.map((name) => join(folder, name)),
    {
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      noLib: false,
      target: ts.ScriptTarget.ESNext,
    },
  );
  const checker = program.getTypeChecker();
  const types = new Map(
    program
      .getSourceFiles()
      .filter(({ fileName }) => files.some((name) => fileName.endsWith(`/${name}`)))
      .flatMap((file) => checker.getExportsOfModule(checker.getSymbolAtLocation(file) as ts.Symbol))
      .map((symbol) => [symbol.name, checker.getDeclaredTypeOfSymbol(symbol)] as const),
  );
  return (schema, interfaceName) => {
    const type = types.get(interfaceName);
    if (type === undefined) throw new Error(`${folder} exports no type ${interfaceName}`);
    return described(schema, [type], checker);
  };
}

/** @param types those that a value of the schema may have */
function described(schema: JsonSchema, types: readonly ts.Type[], checker: ts.TypeChecker): JsonSchema {
  const all = types.flatMap((type) => (type.isUnion() ? type.types : [type]));
  const { properties, additionalProperties, items, anyOf } = schema;
  const values = all.flatMap((type) => checker.getIndexTypeOfType(type, ts.IndexKind.String) ?? []);
  const elements = all.flatMap((type) => checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? []);
  return {
    ...schema,
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, property]) => [key, ofField(key, property, all, checker)]),
      ),
    }),
    ...(typeof additionalProperties === "object" && {
      additionalProperties: described(additionalProperties, values, checker),
    }),
    ...(items !== undefined && { items: described(items, elements, checker) }),
    ...(anyOf !== undefined && { anyOf: anyOf.map((choice) => described(choice, all, checker)) }),
  };
}

function ofField(
  key: string,
  schema: JsonSchema,
  owners: readonly ts.Type[],
  checker: ts.TypeChecker,
): JsonSchema {
  const symbols = owners.flatMap((owner) => checker.getPropertyOfType(owner, key) ?? []);
  const [symbol] = symbols;
  if (symbol === undefined) return schema;
  const types = symbols.map((each) => checker.getTypeOfSymbol(each));
  return { ...described(schema, types, checker), ...wordsOf(symbol, checker) };
}

/** A field's docstring in one line, its default in words with it, and a default that is a value. */
export function wordsOf(
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
): Pick<JsonSchema, "description" | "default"> {
  const text = oneLine(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  const tag = symbol.getJsDocTags(checker).find(({ name }) => name === "default");
  const byDefault = tag === undefined ? undefined : oneLine(ts.displayPartsToString(tag.text));
  const value = byDefault === undefined ? undefined : literal(byDefault);
  const description = [text, byDefault === undefined ? "" : `Default: ${byDefault}.`]
    .filter(Boolean)
    .join(" ");
  return {
    ...(description !== "" && { description }),
    ...(value !== undefined && { default: value }),
  };
}

/** A default that is a value, and not one in words. */
function literal(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
