import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { filesOf } from "../components/project-files.ts";
import type { EdgeConfig } from "../core/model/edge.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { parseEdgeConfig } from "../core/stack/edge-stack.ts";
import { parseStackConfig } from "../core/stack/exposure-stack.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The configuration of an exposure stack of this repository. */
export function committedStack(stack: "dev" | "prod" | "trial"): StackConfig {
  return parseStackConfig(rawConfig(`../Pulumi.${stack}.yaml`), filesOf(root));
}

/** The configuration of an edge stack of this repository. */
export function committedEdge(stack: "dev" | "prod"): EdgeConfig {
  return parseEdgeConfig(
    rawConfig(`../stacks/haproxy-edge/Pulumi.${stack}.yaml`),
    filesOf(join(root, "stacks/haproxy-edge")),
    () => false,
  );
}

/** A stack file in the form that the engine passes to the program. */
function rawConfig(file: string): Readonly<Record<string, string>> {
  const { config }: { config: Readonly<Record<string, unknown>> } = parse(
    readFileSync(new URL(file, import.meta.url), "utf8"),
  );
  const raw = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(raw);
}
