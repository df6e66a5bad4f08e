import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { JsonSchema } from "../core/config/json-schema.ts";
import { isObject } from "../core/model/is-object.ts";
import { catalogueFile, edgeSections, exposureSections, stackFile } from "../core/stack/file-schemas.ts";
import { withExamples } from "./schemas/examples.ts";
import { describerOf } from "./schemas/words.ts";
import { yamlBlocks } from "./schemas/yaml-blocks.ts";

/** The schema files, by path. */
export function schemaFiles(): Readonly<Record<string, string>> {
  const describe = describerOf(here("../core/model"));
  const named = (type: string) => (schema: JsonSchema) => describe(schema, type);
  const each = (type: string) => (schema: JsonSchema) => ofValues(schema, named(type));
  const exposure = sectionsOf("exposure", "Pulumi.yaml", exposureSections, {
    classes: each("ClassArgs"),
    services: each("ServiceArgs"),
    failover: named("FailoverArgs"),
    logrotate: named("LogrotateArgs"),
  });
  const edge = sectionsOf("haproxy-edge", "stacks/haproxy-edge/Pulumi.yaml", edgeSections, {
    edge: named("EdgeArgs"),
    classes: each("EdgeClassArgs"),
    services: each("ServiceArgs"),
    failover: named("FailoverArgs"),
    virtualIp: named("VirtualIpArgs"),
  });
  const documents = documentedExamples();
  const service = withExamples(named("ServiceArgs")(catalogueFile), servicesOf(documents));
  return {
    "schema/exposure-stack.json": file(
      "A stack file of exposure: Pulumi.<stack>.yaml",
      withExamples(exposure, documents),
    ),
    "schema/haproxy-edge-stack.json": file(
      "A stack file of haproxy-edge: stacks/haproxy-edge/Pulumi.<stack>.yaml",
      withExamples(edge, documents),
    ),
    "schema/service.json": file("A file of the catalogue: <service>.yaml", service),
  };
}

function sectionsOf(
  namespace: string,
  project: string,
  sections: Readonly<Record<string, JsonSchema>>,
  describe: Readonly<Record<string, (schema: JsonSchema) => JsonSchema>>,
): JsonSchema {
  const { config } = parse(readFileSync(here(`../${project}`), "utf8")) as {
    readonly config: Readonly<Record<string, { readonly description: string }>>;
  };
  const described = Object.entries(sections).map(([key, schema]): [string, JsonSchema] => {
    const description = config[key]?.description;
    return [
      key,
      { ...(describe[key]?.(schema) ?? schema), ...(description !== undefined && { description }) },
    ];
  });
  return stackFile(namespace, Object.fromEntries(described));
}

function ofValues(schema: JsonSchema, describe: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const { additionalProperties: value } = schema;
  return typeof value === "object" ? { ...schema, additionalProperties: describe(value) } : schema;
}

/** The stack files that the documentation shows, in whole or in part. */
function documentedExamples(): readonly unknown[] {
  const pages = readdirSync(here("../docs"))
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => readFileSync(here(`../docs/${name}`), "utf8"));
  return pages
    .flatMap(yamlBlocks)
    .map((block): unknown => parse(block))
    .map((example) => (isObject(example) && "config" in example ? example : { config: example }));
}

function servicesOf(documents: readonly unknown[]): readonly unknown[] {
  return documents.flatMap((document) => {
    const config = isObject(document) ? document.config : undefined;
    const services = isObject(config) ? config["exposure:services"] : undefined;
    return isObject(services) ? Object.values(services) : [];
  });
}

function file(title: string, schema: JsonSchema): string {
  const head: JsonSchema = { $schema: "https://json-schema.org/draft/2020-12/schema", title };
  return `${JSON.stringify({ ...head, ...schema }, undefined, 2)}\n`;
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
