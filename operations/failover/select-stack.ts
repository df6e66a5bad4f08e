import {
  CommandError,
  LocalWorkspace,
  type PulumiFn,
  type Stack,
  StackNotFoundError,
} from "@pulumi/pulumi/automation/index.js";
import { messageOf, UserError } from "../../core/model/user-error.ts";

/** Which stack, and what it runs. */
export interface StackChoice {
  readonly stackName: string;
  readonly projectName: string;
  readonly program: PulumiFn;
  /** Folder of Pulumi.yaml. */
  readonly workDir: string;
}

/**
 * Opens a stack by the `pulumi` of the user's shell.
 * @throws {UserError} in one sentence where that cannot open it
 */
export async function selectStack({ workDir, ...choice }: StackChoice): Promise<Stack> {
  try {
    return await LocalWorkspace.selectStack(choice, { workDir });
  } catch (error) {
    throw new UserError(`${whyNotOpened(error, choice.stackName, workDir)}; nothing was switched`);
  }
}

/** What the Automation API says over many lines, in half a sentence with the way out. */
function whyNotOpened(error: unknown, stack: string, folder: string): string {
  const message = messageOf(error);
  if (/^spawn pulumi ENOENT$/m.test(message)) {
    return "there is no pulumi on PATH: install Pulumi's CLI, or add its folder to PATH";
  }
  if (error instanceof StackNotFoundError) {
    return `Pulumi's backend has no stack "${stack}" of this project, though there is a Pulumi.${stack}.yaml: \`pulumi stack ls -C ${folder}\` shows the stacks that are there, \`pulumi whoami -v\` the backend`;
  }
  if (!(error instanceof CommandError)) return `the engine cannot open stack ${stack}: ${message}`;
  const said = /^(?: stderr: )?error: (.*)$/m.exec(message) ?? /^ stderr: (.*)$/m.exec(message);
  return `the engine cannot open stack ${stack}: ${said?.[1] ?? message}`;
}
