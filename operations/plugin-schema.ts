import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { wordsOf } from "./schemas/words.ts";

/** A property, or a value below one, in the words of Pulumi's package schema. */
type Property = Readonly<Record<string, unknown>>;

/** Names of the interfaces that the component's arguments and outputs are read from, and the files that export them. */
const sources = {
  ExposureArgs: "../components/exposure.ts",
  ExposureOutputs: "../core/model/outputs.ts",
};

/**
 * The plugin's schema, from which Pulumi makes the SDK of each language: every argument of `exposure()` and every output
 * of a stack, with the docstrings. Pulumi's own analyzer of TypeScript refuses unions, which the schema can say.
 * @see https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/
 */
export function pluginSchema(): string {
  const { checker, types } = readTypes();
  const named = new Map<string, { readonly type: ts.Type; readonly schema: Property }>();
  const inputs = objectOf(types.ExposureArgs, { checker, named, live: false, path: "Exposure" });
  const outputs = objectOf(types.ExposureOutputs, { checker, named, live: true, path: "Exposure" });
  const { version, license } = manifest("../package.json");
  const { description } = manifest("../plugin/package.json");
  const respect = { respectSchemaVersion: true };
  const schema = {
    name: "exposure",
    version,
    description,
    license,
    keywords: ["kind/component", "category/infrastructure"],
    language: { nodejs: respect, python: respect, csharp: respect, java: respect, go: respect },
    resources: {
      "exposure:index:Exposure": {
        isComponent: true,
        description:
          "A whole exposure stack: ingress classes with their controllers, services with their Ingresses, and the emergency switch. Values are plain, because the rules compare every one before anything is declared.",
        inputProperties: inputs.properties,
        requiredInputs: inputs.required,
        properties: outputs.properties,
        required: outputs.required,
      },
    },
    types: Object.fromEntries(
      [...named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, { schema }]) => [token(name), schema]),
    ),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** Where a type is met. */
interface Place {
  readonly checker: ts.TypeChecker;
  /** The types met so far, by name. */
  readonly named: Map<string, { readonly type: ts.Type; readonly schema: Property }>;
  /** Among the outputs. */
  readonly live: boolean;
  /** Names an object type that has no name. */
  readonly path: string;
}

/** An object's properties, those of the types it extends included. */
function objectOf(type: ts.Type, place: Place) {
  const { checker, live, path } = place;
  const fields = checker.getPropertiesOfType(type);
  const properties = fields.map((field): [string, Property] => {
    const description = textOf(field, checker);
    const value = checker.getTypeOfSymbol(field);
    const choices = choicesOf(value);
    const text = [description, choices].filter(Boolean).join(" ");
    const below = { ...place, path: `${path}${capital(field.name)}` };
    return [
      field.name,
      {
        ...propertyOf(value, below),
        ...(text !== "" && { description: text }),
        // No SDK takes an Output where the program would refuse it.
        ...(!live && { plain: true }),
      },
    ];
  });
  const mandatory = fields.filter(({ flags }) => (flags & ts.SymbolFlags.Optional) === 0);
  return {
    properties: Object.fromEntries(properties),
    required: mandatory.map(({ name }) => name).toSorted(),
  };
}

/** @throws Error for a type that the schema cannot say */
function propertyOf(type: ts.Type, place: Place): Property {
  const parts = (type.isUnion() ? type.types : [type]).filter(
    ({ flags }) => !(flags & ts.TypeFlags.Undefined),
  );
  const schemas = parts.map((part) => ofOne(part, place));
  const distinct = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  return distinct.length === 1 ? (distinct[0] as Property) : { oneOf: distinct };
}

function ofOne(type: ts.Type, place: Place): Property {
  const { checker, live } = place;
  const has = (flags: ts.TypeFlags) => (type.flags & flags) !== 0;
  if (has(ts.TypeFlags.StringLike)) return { type: "string" };
  // Every number of the model is whole: a test holds this against the JSON Schemas.
  if (has(ts.TypeFlags.NumberLike)) return { type: "integer" };
  if (has(ts.TypeFlags.BooleanLike)) return { type: "boolean" };
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  const value = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  const plain = live ? {} : { plain: true };
  if (element !== undefined && checker.isArrayType(type)) {
    return { type: "array", items: { ...propertyOf(element, place), ...plain } };
  }
  if (value !== undefined)
    return { type: "object", additionalProperties: { ...propertyOf(value, place), ...plain } };
  if (!has(ts.TypeFlags.Object)) throw new Error(`${place.path} has type ${checker.typeToString(type)}`);
  return { $ref: `#/types/${token(reference(type, place))}` };
}

/** The name of an object type, which is added to those met so far. */
function reference(type: ts.Type, place: Place): string {
  const { checker, named, live, path } = place;
  const { name: declared = "__type" } = type.aliasSymbol ?? type.getSymbol() ?? {};
  // SDKs append Args and Output to the names of types by themselves.
  const short = declared.startsWith("__") ? path : declared.replace(/(Args|Output)$/, "");
  const name = live && !short.startsWith("Live") ? `Live${short}` : short;
  const known = named.get(name);
  if (known !== undefined && known.type !== type) throw new Error(`two types have the name ${name}`);
  if (known === undefined) {
    const symbol = type.aliasSymbol ?? type.getSymbol();
    const description = symbol && textOf(symbol, checker);
    const holder = { type, schema: {} };
    named.set(name, holder);
    const members = objectOf(type, { ...place, path: name });
    holder.schema = { type: "object", ...(description && { description }), ...members };
  }
  return name;
}

/** A docstring in one line; names in place of links, which only an editor of TypeScript follows. */
function textOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const { description = "" } = wordsOf(symbol, checker);
  return description.replaceAll(/\{@link (\w+)\}/g, "`$1`");
}

/** The words or numbers that a property can have, where they are a few. */
function choicesOf(type: ts.Type): string {
  if (!type.isUnion()) return "";
  const literals = type.types.flatMap((part) =>
    part.isStringLiteral() || part.isNumberLiteral() ? part.value : [],
  );
  const others = type.types.some(
    ({ flags }) => (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Literal)) === 0,
  );
  if (literals.length === 0) return "";
  return `${others ? "Words" : "Values"}: ${literals.map((value) => `\`${value}\``).join(", ")}.`;
}

function readTypes() {
  const roots = Object.values(sources).map(here);
  const program = ts.createProgram(roots, {
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    types: [],
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const typeOf = (name: keyof typeof sources): ts.Type => {
    const file = program.getSourceFile(here(sources[name]));
    const module = file && checker.getSymbolAtLocation(file);
    const symbol = module && checker.getExportsOfModule(module).find((found) => found.name === name);
    if (symbol === undefined) throw new Error(`${sources[name]} exports no ${name}`);
    return checker.getDeclaredTypeOfSymbol(symbol);
  };
  return {
    checker,
    types: { ExposureArgs: typeOf("ExposureArgs"), ExposureOutputs: typeOf("ExposureOutputs") },
  };
}

function manifest(file: string) {
  return JSON.parse(readFileSync(here(file), "utf8")) as {
    readonly version: string;
    readonly license: string;
    readonly description: string;
  };
}

function token(name: string): string {
  return `exposure:index:${name}`;
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
