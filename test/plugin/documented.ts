import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { ExposureArgs } from "../../components/exposure.ts";
import { yamlPrograms } from "../../operations/schemas/yaml-blocks.ts";

const page = readFileSync(fileURLToPath(new URL("../../docs/components.md", import.meta.url)), "utf8");

/** The arguments of the page's program in YAML. */
export function documentedArgs(): ExposureArgs {
  const [program] = yamlPrograms(page);
  return parse(program ?? "").resources.edge.properties;
}

/** The page's program in Python. */
export function documentedPython(): string {
  return /```python\n(.*?)```/s.exec(page)?.[1] ?? "";
}
