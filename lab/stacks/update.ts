import { CommandError as EngineError, type Stack } from "@pulumi/pulumi/automation/index.js";
import { UserError } from "../../core/model/user-error.ts";

/**
 * Updates a stack under Pulumi's own progress. The first Ctrl-C lets the engine finish what it has in flight, so
 * that the state stays true; a second one ends it at once.
 * @throws {UserError} if the update fails; the engine's own message is then already on the screen
 */
export function runUpdate(stack: Stack): Promise<void> {
  return underEngine("update", (signal) =>
    stack.up({ onOutput: show, onError: show, color: colour(), suppressOutputs: true, signal }),
  );
}

/** Destroys everything of a stack, in the same manner. */
export function runDestroy(stack: Stack): Promise<void> {
  return underEngine("destroy", (signal) =>
    stack.destroy({ onOutput: show, onError: show, color: colour(), signal }),
  );
}

async function underEngine(what: string, work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const abort = new AbortController();
  let interrupted = false;
  const onInterrupt = () => {
    if (interrupted) process.exit(130);
    interrupted = true;
    console.error("\nInterrupted: the engine finishes what it has in flight (again to end at once).");
    // at a terminal the whole process group got the signal, the engine too
    if (!process.stdin.isTTY) abort.abort();
  };
  const onTerminate = () => abort.abort();
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  try {
    await work(abort.signal);
  } catch (error) {
    if (abort.signal.aborted || interrupted) {
      throw new UserError(`The ${what} was interrupted: run the command again, it goes on from there.`);
    }
    if (!(error instanceof EngineError)) throw error;
    throw new UserError(`Pulumi's ${what} failed, for the reason above.`);
  } finally {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
  }
}

function show(text: string): void {
  process.stdout.write(text);
}

function colour(): "always" | "never" {
  return process.stdout.isTTY && !process.env.NO_COLOR ? "always" : "never";
}
