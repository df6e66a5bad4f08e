import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { filesOf } from "../../components/project-files.ts";
import { readStackFile } from "../../core/config/stack-file.ts";
import type { StackConfig } from "../../core/model/stack.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { projectRoot } from "../machine/folders.ts";

/** The exposure stack that the lab brings up, as its file says. @throws ConfigError */
export async function labStack(stack: "dev" | "trial"): Promise<StackConfig> {
  const file = `Pulumi.${stack}.yaml`;
  const text = await readFile(join(projectRoot, file), "utf8");
  return parseStackConfig(readStackFile(file, text, "exposure").raw, filesOf(projectRoot));
}

/** The images of its classes' controllers, each once. */
export function controllerImages({ classes }: Pick<StackConfig, "classes">): readonly string[] {
  return [...new Set(classes.map(({ image }) => image))];
}
