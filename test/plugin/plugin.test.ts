import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import test from "ava";
import { isObject } from "../../core/model/is-object.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { pluginSchema } from "../../operations/plugin-schema.ts";
import { exposurePlugin } from "../../plugin/exposure-plugin.ts";
import { memoryFiles } from "../core/memory-files.ts";
import { documentedArgs, documentedPython } from "./documented.ts";
import { launchPlugin } from "./launch.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const text = pluginSchema();
const { version, resources, types } = JSON.parse(text) as {
  readonly version: string;
  readonly resources: Readonly<Record<string, Schema & { readonly inputProperties: Schema["properties"] }>>;
  readonly types: Readonly<Record<string, Schema>>;
};
const component = resources["exposure:index:Exposure"];
const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));

test("plugin/schema.json is what `npm run docs` writes", (t) => {
  t.is(readFileSync("plugin/schema.json", "utf8"), text);
});

test("plugin and package have one version", (t) => {
  t.deepEqual([read("plugin/package.json").version, version], Array(2).fill(read("package.json").version));
});

test("every type, argument and output has a description", (t) => {
  const fields: Readonly<Record<string, Schema>> = {
    ...types,
    arguments: { properties: component?.inputProperties ?? {} },
    outputs: component ?? {},
  };
  const bare = Object.entries(fields).flatMap(([name, { properties = {} }]) =>
    Object.entries(properties).flatMap(([key, { description }]) => (description ? [] : [`${name}.${key}`])),
  );
  t.deepEqual([...bare, ...Object.keys(types).filter((name) => !types[name]?.description)], []);
  t.true(Object.keys(types).length > 40);
});

test("arguments have the fields that the parser takes, to the last level, and no others", (t) => {
  const stackFile: Schema = read("schema/exposure-stack.json").properties.config;
  const parsed = Object.entries(stackFile.properties ?? {}).map(([key, schema]): [string, Schema] => [
    key.replace("exposure:", ""),
    schema,
  ]);
  const taken = paths({ properties: Object.fromEntries(parsed) });
  t.deepEqual(paths({ properties: component?.inputProperties ?? {} }), taken);
  t.true(taken.length > 200);
});

test("no number that the parser takes has a fraction: the schema says integer", (t) => {
  const stackFile = JSON.stringify(read("schema/exposure-stack.json"));
  t.false(stackFile.includes('"type":"number"'));
  t.true(stackFile.includes('"type":"integer"'));
});

test("the documented program in YAML has a service with an emergency backend", (t) => {
  const { services } = parseStackConfig({ ...documentedArgs() }, memoryFiles());
  t.deepEqual(
    services.map(({ name, emergency }) => [name, emergency?.service]),
    [["api", "api-standby"]],
  );
});

test("the documented program in Python names types and fields of the schema", (t) => {
  const python = documentedPython();
  const names = [...python.matchAll(/exposure\.(\w+)Args\(/g)].map(([, name = ""]) => name);
  t.deepEqual(names, ["Class", "Service", "Backend", "Emergency"]);
  const known = names.flatMap((name) => Object.keys(types[`exposure:index:${name}`]?.properties ?? {}));
  const fields = [...python.matchAll(/\b([a-z_]+)=/g)].map(([, field = ""]) =>
    field.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
  );
  t.deepEqual(
    fields.filter((field) => ![...known, ...Object.keys(component?.inputProperties ?? {})].includes(field)),
    [],
  );
  t.true(fields.includes("nodeSelector"));
});

test("the plugin hands out the schema", async (t) => {
  t.is(await exposurePlugin().getSchema?.(), text);
});

test("Pulumi's launcher starts the plugin", async (t) => {
  const plugin = await launchPlugin(tmpdir());
  t.teardown(() => plugin.process.kill());
  t.true(plugin.port > 1023);
});

/** Paths of all fields below a schema, sorted; `*` stands for names and `[]` for the elements of a list. */
function paths(schema: Schema, path = ""): readonly string[] {
  const found = new Set<string>();
  const visit = (
    { $ref, properties = {}, additionalProperties, items, anyOf = [], oneOf = [] }: Schema,
    at: string,
  ) => {
    for (const choice of [...anyOf, ...oneOf]) visit(choice, at);
    if ($ref !== undefined) visit(types[$ref.replace("#/types/", "")] ?? {}, at);
    for (const [key, field] of Object.entries(properties)) {
      found.add(`${at}.${key}`);
      visit(field, `${at}.${key}`);
    }
    if (isObject(additionalProperties)) visit(additionalProperties, `${at}.*`);
    if (items !== undefined) visit(items, `${at}[]`);
  };
  visit(schema, path);
  return [...found].toSorted();
}
