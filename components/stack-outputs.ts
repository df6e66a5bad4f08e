import { RunError, runtime } from "@pulumi/pulumi";

/** A stack's outputs by name; undefined for an unknown stack. Rejects if the engine cannot read it. */
export type ReadOutputs = (name: string) => Promise<Readonly<Record<string, unknown>> | undefined>;

/**
 * Refuses a stack that does not exist, with the way out: a StackReference to it would end the program with the engine's
 * message alone.
 * @param name full name, as a StackReference takes it
 * @param setting the config key that names it
 * @throws RunError
 */
export async function assertStackExists(
  name: string,
  setting: string,
  read: ReadOutputs = readStackOutputs,
): Promise<void> {
  try {
    if ((await read(name)) !== undefined) return;
  } catch {
    // The StackReference reports any other error.
    return;
  }
  throw new RunError(
    `there is no stack "${name}": run \`pulumi up\` on it first, or set ${setting} to the full name of another; nothing was changed`,
  );
}

/** The call behind a StackReference, as one whose failure the program survives. */
export async function readStackOutputs(
  name: string,
  invoke: Invoke = runtime.invoke,
): ReturnType<ReadOutputs> {
  try {
    const { outputs } = await invoke("pulumi:pulumi:readStackOutputs", { name });
    return outputs ?? {};
  } catch (error) {
    if (error instanceof Error && /unknown stack/.test(error.message)) return undefined;
    throw error;
  }
}

type Invoke = (
  token: string,
  args: { readonly name: string },
) => Promise<{ readonly outputs?: Readonly<Record<string, unknown>> }>;
