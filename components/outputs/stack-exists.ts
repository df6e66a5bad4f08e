import { RunError, runtime } from "@pulumi/pulumi";

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
    await read(name);
  } catch (error) {
    // Whatever else went wrong is the StackReference's to tell.
    if (!(error instanceof Error) || !/unknown stack/.test(error.message)) return;
    throw new RunError(missingStack(name, setting));
  }
}

/** Rejects where the engine can not read the stack. */
export type ReadOutputs = (name: string) => Promise<unknown>;

function missingStack(name: string, setting: string): string {
  return `there is no stack "${name}": run \`pulumi up\` on it first, or set ${setting} to the full name of another; nothing was changed`;
}

/** What a StackReference is made of, but as a call that fails and leaves the program to go on. */
function readStackOutputs(name: string): Promise<unknown> {
  return runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
}
