import { RunError } from "@pulumi/pulumi";
import { UserError } from "../core/model/user-error.ts";

/**
 * Runs a program whose user errors the engine shows as their message alone. Of errors that are not its own it prints
 * the stack trace.
 * @throws RunError in place of a UserError
 */
export async function showUserErrors<T>(program: () => Promise<T>): Promise<T> {
  try {
    return await program();
  } catch (error) {
    throw shown(error);
  }
}

/** The same for a constructor. @throws RunError in place of a UserError */
export function asUserErrors<T>(build: () => T): T {
  try {
    return build();
  } catch (error) {
    throw shown(error);
  }
}

function shown(error: unknown): unknown {
  return error instanceof UserError ? new RunError(error.message) : error;
}
