import { openStack, type ProjectName } from "../../lab/stacks/open-stack.ts";
import { ensureEngine } from "../../lab/tools/engine.ts";

/** Arguments, as JSON, of the process {@link EngineFixture.attempt} starts. */
interface Attempt {
  readonly operation: "preview" | "up";
  readonly project: ProjectName;
  readonly backend: string;
  readonly kubeconfig: string;
  readonly workDir: string;
  /** Config values that the stack file is to have encrypted. */
  readonly secrets: Readonly<Record<string, string>>;
}

const { operation, secrets, ...paths }: Attempt = JSON.parse(process.argv[2] ?? "");
const stack = await openStack({ stack: "test", engine: await ensureEngine(), ...paths });
for (const [key, value] of Object.entries(secrets)) await stack.setConfig(key, { value, secret: true });
const errors = new Set<string>();
try {
  await stack[operation]({
    onEvent: ({ diagnosticEvent }) => {
      if (diagnosticEvent?.severity === "error")
        errors.add(diagnosticEvent.message.trim().replace(/<\{%.*?%\}>/g, ""));
    },
  });
} catch {
  // From the events: the exception repeats everything that the engine printed.
}
console.log(JSON.stringify([...errors]));
