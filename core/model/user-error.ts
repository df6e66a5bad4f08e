/** A mistake the user can correct: shown as its message, without a stack trace. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** What was thrown, as text: an error's message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
