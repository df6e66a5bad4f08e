import * as pulumi from "@pulumi/pulumi";

/** A resource that a program registered under mocks. */
export interface Registered {
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

interface Monitor {
  getRegisteredResources(): ReadonlyMap<string, unknown>;
}

/**
 * Runs a program against mocks and gives back everything it registered, sorted by URN.
 *
 * It shows neither dependencies, protection, aliases and timeouts, nor whether an API server accepts
 * the objects.
 */
export async function registeredBy(
  program: () => unknown,
  stack = "dev",
  project = "exposure",
  preview = false,
): Promise<readonly Registered[]> {
  const inputsOf = new Map<string, Registered["inputs"]>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        inputsOf.set(`${type}::${name}`, revealed(inputs) as Registered["inputs"]);
        const drawn = type.startsWith("random:") ? { result: "drawn" } : {};
        return { id: id || `${name}-id`, state: { ...inputs, ...drawn } };
      },
      call: () => ({}),
    },
    project,
    stack,
    preview,
    "organization",
  );
  await pulumi.runtime.runInPulumiStack(async () => program());
  await pulumi.runtime.disconnect();
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  return [...monitor.getRegisteredResources().keys()]
    .map((urn) => urn.replace("pulumi:pulumi:Stack$", ""))
    .filter((urn) => !urn.includes("::pulumi:pulumi:Stack::"))
    .toSorted()
    .map((urn) => ({ urn, inputs: inputsOf.get(lastTypeAndName(urn)) ?? {} }));
}

function lastTypeAndName(urn: string): string {
  const [, , types, name] = urn.split("::");
  return `${types?.split("$").at(-1)}::${name}`;
}

/** The engine marks what is secret by this key. */
const signature = "4dabf18193072939515e22adb298388d";

/** Inputs as an API server gets them, with secrets in plain text. */
function revealed(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(revealed);
  if (typeof input !== "object" || input === null) return input;
  if (signature in input && "value" in input) return revealed(input.value);
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, revealed(value)]));
}
