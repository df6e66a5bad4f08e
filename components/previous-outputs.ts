import { getProject, getStack, runtime } from "@pulumi/pulumi";

/** A call of the engine, as `runtime.invoke` makes it. */
type Invoke = (
  token: string,
  args: { readonly urn: string },
) => Promise<{ readonly state?: Readonly<Record<string, unknown>> }>;

/**
 * What the running stack exported when it was last updated; empty before that. The engine has it in memory, so this reads
 * no state again.
 * @param urn of a component that has the outputs in place of the stack, and is registered
 * @see https://github.com/pulumi/pulumi/blob/v3.256.0/pkg/resource/deploy/builtins.go getResource
 */
export async function previousOutputs(urn: string = stackUrn()): Promise<Readonly<Record<string, unknown>>> {
  const invoke: Invoke = runtime.invoke;
  const { state } = await invoke("pulumi:pulumi:getResource", { urn });
  return state ?? {};
}

function stackUrn(): string {
  const [project, stack] = [getProject(), getStack()];
  return `urn:pulumi:${stack}::${project}::${runtime.rootPulumiStackTypeName}::${project}-${stack}`;
}
