/** A mistake the user can mend: printed as one sentence with the fix, without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/**
 * Runs a command's `main` and turns its outcome into an exit code: 0 unless it has set `process.exitCode`, or 1 with
 * the error on standard error.
 * A {@link UserError} is printed as its sentence; every other error keeps its stack, because it is our fault.
 */
export async function runCommand(main: () => Promise<void>): Promise<never> {
  try {
    await main();
    process.exit();
  } catch (error) {
    console.error(describeError(error));
    process.exit(1);
  }
}

/** What {@link runCommand} prints for an error. */
export function describeError(error: unknown): string {
  if (error instanceof UserError) return `error: ${error.message}`;
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}
