import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ComponentResourceOptions, Inputs } from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider/index.js";
import type { ExposureArgs } from "../components/exposure.ts";
import { declareExposure, exposureType } from "./declare-exposure.ts";

/** The plugin: what it knows is in schema.json, which `npm run docs` writes. */
export function exposurePlugin(): Provider {
  const schema = readFileSync(fileURLToPath(new URL("schema.json", import.meta.url)), "utf8");
  const { version } = JSON.parse(schema) as { readonly version: string };
  return { version, getSchema: async () => schema, construct };
}

/** @throws Error for a type that the schema does not have; RunError that lists every problem of the arguments */
async function construct(
  name: string,
  type: string,
  inputs: Inputs,
  opts: ComponentResourceOptions,
): Promise<ConstructResult> {
  if (type !== exposureType) throw new Error(`the plugin has ${exposureType} only, and no ${type}`);
  return declareExposure(name, inputs as ExposureArgs, opts);
}
