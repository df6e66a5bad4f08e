import { parseArgs } from "node:util";
import { ConfigError } from "../core/model/problems.ts";

/** A mistake the user can mend, or something they have to know: one sentence or a few lines, no stack trace. */
export class OperationError extends Error {
  override readonly name = "OperationError";
}

/** Runs a command's `main` to its exit code: what it returns, or 1 with the reason on standard error. */
export async function runCommand(main: () => Promise<number>): Promise<never> {
  try {
    process.exit(await main());
  } catch (error) {
    console.error(describeError(error));
    process.exit(1);
  }
}

export function describeError(error: unknown): string {
  if (error instanceof OperationError || error instanceof ConfigError) return `error: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>["options"];

/**
 * Reads a command line.
 * @throws {OperationError} with the usage, where it is not understood
 */
export function readArguments<const O extends NonNullable<Options>>(
  args: readonly string[],
  options: O,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new OperationError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
