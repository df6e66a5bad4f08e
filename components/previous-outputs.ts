import { getProject, getStack, runtime } from "@pulumi/pulumi";

/** A call of the engine, as `runtime.invoke` makes it. */
type Invoke = (
  token: string,
  args: { readonly urn: string },
) => Promise<{ readonly state?: Readonly<Record<string, unknown>> }>;

/**
 * What the running stack exported when it was last updated; empty before that. The engine has it in memory, so this reads
 * no state again.
 * @see https://github.com/pulumi/pulumi/blob/v3.256.0/pkg/resource/deploy/builtins.go getResource
 */
export async function previousOutputs(
  invoke: Invoke = runtime.invoke,
): Promise<Readonly<Record<string, unknown>>> {
  const [project, stack] = [getProject(), getStack()];
  const urn = `urn:pulumi:${stack}::${project}::${runtime.rootPulumiStackTypeName}::${project}-${stack}`;
  const { state } = await invoke("pulumi:pulumi:getResource", { urn });
  return state ?? {};
}
