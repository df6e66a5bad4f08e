/** A mistake the user can correct: shown as its message, without a stack trace. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}
