import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { engineApart } from "../../operations/engine-apart.ts";

/** A process that runs this engine and passes one interrupt on to it, as the command does. */
const [command = ""] = process.argv.slice(2);
const abort = new AbortController();
process.on("SIGINT", () => setTimeout(() => abort.abort(), 200));
const { workspace } = engineApart({ workspace: { pulumiCommand: { command } } } as unknown as Stack);
const engine = (workspace as unknown as { pulumiCommand: { run(...args: unknown[]): Promise<unknown> } })
  .pulumiCommand;
const say = (text: string) => process.stdout.write(text);
await engine.run(["up"], process.cwd(), {}, say, say, abort.signal).catch((error: Error) => {
  console.log(`${error.name}: ${error.message}`);
});
