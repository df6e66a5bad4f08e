import { printableLines } from "./printable.ts";

/** A mistake the user can correct: shown as its message, without a stack trace. What the message quotes is printable. */
export class UserError extends Error {
  override readonly name: string = "UserError";

  constructor(message: string) {
    super(printableLines(message));
  }
}

/** What was thrown, as text: an error's message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
