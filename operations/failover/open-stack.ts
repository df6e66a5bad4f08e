import {
  CommandError,
  LocalWorkspace,
  type PulumiCommand,
  type PulumiFn,
  Stack,
  StackNotFoundError,
} from "@pulumi/pulumi/automation/index.js";
import { messageOf, UserError } from "../../core/model/user-error.ts";

/** Which stack, and what it runs. */
export interface StackChoice {
  readonly stackName: string;
  readonly program: PulumiFn;
  /** Folder of Pulumi.yaml. */
  readonly workDir: string;
  readonly command: Promise<PulumiCommand>;
}

/**
 * Opens a stack. Whether it is there is left to what is done with it, which names it: to select it before would start
 * the engine once more.
 * @throws {UserError} in one sentence where there is no engine, or one that is too old
 */
export async function openStack({ stackName, program, workDir, command }: StackChoice): Promise<Stack> {
  try {
    const workspace = await LocalWorkspace.create({ workDir, program, pulumiCommand: await command });
    workspace.selectStack = async () => {};
    return await Stack.select(stackName, workspace);
  } catch (error) {
    throw notOpened(error, stackName, workDir);
  }
}

/** What the Automation API says over many lines, in a sentence with the way out. */
export function notOpened(error: unknown, stack: string, folder: string): UserError {
  return new UserError(`${whyNotOpened(error, stack, folder)}; nothing was switched`);
}

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
