import * as pulumi from "@pulumi/pulumi";

/** What a program registered under mocks. */
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
 * What it does not show: dependencies, protection, aliases and timeouts; nor whether an API server takes
 * the objects.
 */
export async function registeredBy(program: () => unknown, stack = "dev"): Promise<readonly Registered[]> {
  const inputsOf = new Map<string, Registered["inputs"]>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        inputsOf.set(`${type}::${name}`, inputs);
        return { id: id || `${name}-id`, state: inputs };
      },
      call: () => ({}),
    },
    "exposure",
    stack,
    false,
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
