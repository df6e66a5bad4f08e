import { parseArgs } from "node:util";
import { printableLines } from "../core/model/printable.ts";
import { messageOf, UserError } from "../core/model/user-error.ts";

/**
 * Runs a command's `main` to its exit code: the one it returns, else `process.exitCode`, else 0; 1 with the reason on
 * standard error where it throws.
 */
export async function runCommand(main: () => Promise<number> | Promise<void>): Promise<never> {
  try {
    const code = await main();
    if (code !== undefined) process.exitCode = code;
    process.exit(); // with undefined it would forget `process.exitCode`
  } catch (error) {
    console.error(describeError(error));
    process.exit(1);
  }
}

/** What {@link runCommand} prints for an error: the sentence of a user's mistake, the stack of any other. */
export function describeError(error: unknown): string {
  if (error instanceof UserError) return `error: ${error.message}`;
  return printableLines(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** Prints what comes from outside, line by line: no control character of it reaches the terminal. */
export function printLines(lines: readonly string[]): void {
  console.log(lines.map(printableLines).join("\n"));
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>["options"];

/**
 * Reads a command line.
 * @throws {UserError} with the usage, where it is not understood
 */
export function readArguments<const O extends NonNullable<Options>>(
  args: readonly string[],
  options: O,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UserError(`${messageOf(error)}\n\n${usage}`);
  }
}
