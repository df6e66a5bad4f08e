import { pathToFileURL } from "node:url";
import { openStack } from "../../lab/stacks/open-stack.ts";
import { ensureEngine } from "../../lab/tools/engine.ts";

/** Arguments, as JSON: a program's file, and where its stack is. Prints what the update is refused with, as JSON. */
interface Attempt {
  readonly file: string;
  readonly backend: string;
  readonly kubeconfig: string;
  readonly workDir: string;
}

const { file, ...paths }: Attempt = JSON.parse(process.argv[2] ?? "");
const program = () => import(pathToFileURL(file).href);
const stack = await openStack({
  project: "exposure",
  stack: "test",
  engine: await ensureEngine(),
  program,
  ...paths,
});
const errors = new Set<string>();
try {
  await stack.up({
    onEvent: ({ diagnosticEvent }) => {
      if (diagnosticEvent?.severity === "error") errors.add(diagnosticEvent.message);
    },
  });
} catch {
  // From the events: the exception repeats everything that the engine printed.
}
console.log(JSON.stringify([...errors].map((message) => message.trim().replace(/<\{%.*?%\}>/g, ""))));
process.exit(0);
