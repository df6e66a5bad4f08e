import { RunError, runtime } from "@pulumi/pulumi";

/** A stack's outputs by name, undefined where there is no such stack; rejects where the engine can not read it. */
export type ReadOutputs = (name: string) => Promise<Readonly<Record<string, unknown>> | undefined>;

/**
 * Refuses a stack that is not there in a sentence with the way out: a StackReference to one ends the program
 * with the engine's words alone, before it could say anything.
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
    // Whatever else went wrong is the StackReference's to tell.
    return;
  }
  throw new RunError(
    `there is no stack "${name}": run \`pulumi up\` on it first, or set ${setting} to the full name of another; nothing was changed`,
  );
}

/** What a StackReference is made of, but as a call that fails and leaves the program to go on. */
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
