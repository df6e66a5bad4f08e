import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { filesOf } from "../components/config/read-stack-config.ts";
import { parseStackConfig } from "../components/config/stack-config.ts";
import type { StackConfig } from "../components/model/stack.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The configuration of a stack of this repository, as the engine would hand it to the program. */
export function committedStack(stack: "dev" | "prod"): StackConfig {
  const { config }: { config: Readonly<Record<string, unknown>> } = parse(
    readFileSync(new URL(`../Pulumi.${stack}.yaml`, import.meta.url), "utf8"),
  );
  const raw = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return parseStackConfig(Object.fromEntries(raw), filesOf(root));
}
