import { join } from "node:path";
import { filesOf } from "../components/project-files.ts";
import type { Referenced } from "../components/provision-edge.ts";
import { readStackFile } from "../core/config/stack-file.ts";
import { ConfigError } from "../core/model/problems.ts";
import { UserError } from "../core/model/user-error.ts";
import { exposureOutputs } from "../core/outputs/exposure-outputs.ts";
import { parseStackConfig } from "../core/stack/exposure-stack.ts";

/**
 * What the exposure stack behind an edge exports once it is updated: told by its stack file, two folders above the
 * edge's project, since only the engine knows what was exported last.
 * @param stack full name
 * @throws {UserError} where there is no such file, or it cannot be read
 */
export function exposureBehind(root: string, stack: string): Referenced {
  const files = filesOf(join(root, "../.."));
  const file = `Pulumi.${stack.split("/").at(-1)}.yaml`;
  const text = files.read(file);
  if (text === undefined) throw new UserError(`there is no ${join(root, "../..", file)}, ${wayOut}`);
  try {
    return {
      stack,
      outputs: exposureOutputs(parseStackConfig(readStackFile(file, text, "exposure").raw, files)),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UserError(`${join(root, "../..", file)} cannot be read, ${wayOut}: ${error.message}`);
  }
}

const wayOut =
  "the exposure stack's, which an edge stack as a whole follows from: render its Ingresses alone (--only failover, or --only <service,…>)";
