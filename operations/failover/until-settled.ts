import { readFileSync } from "node:fs";
import { UserError } from "../../core/model/user-error.ts";
import { replaceFile } from "../replace-file.ts";

/** A stack file during a switch. */
export interface WrittenFile {
  readonly file: string;
  /** Its text without the switch. */
  readonly before: string;
  /** Its text with the switch. */
  readonly after: string;
}

export interface Settled<T> {
  readonly result: T;
  /** Whether the switch stays in the file; otherwise the file gets back what it held. */
  readonly keep: boolean;
}

/** How far the work of {@link untilSettled} is. */
export interface Progress {
  /** Aborted by the first signal: the work ends in good order, and looks at what is live. */
  readonly abort: AbortController;
  /** Whether an object may have changed. Until then any way out puts the file back. */
  begun: boolean;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Milliseconds within which further signals count as one with the first: npm passes on what the terminal has sent to the
 * command as well, so that one Ctrl-C arrives twice where `sh` gives way to its command, as bash does.
 */
const onePress = 500;

/**
 * Writes the switch into a stack file and works, until it is settled whether it stays there. Work that throws has switched
 * nothing if it had not begun; then, and where it settles on that, the file gets back what it held. An edit made
 * meanwhile is kept.
 *
 * The first signal asks the work to end. A second one, half a second later or more, ends the process at once.
 * @throws {UserError} where the file does not hold `before`, or cannot be written: nothing is begun then
 */
export async function untilSettled<T>(
  written: WrittenFile,
  progress: Progress,
  work: () => Promise<Settled<T>>,
): Promise<T> {
  const { file, before, after } = written;
  const { abort } = progress;
  let first = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    if (!abort.signal.aborted) {
      console.error(`${signal}: the engine ends what it has in flight (again to end at once)`);
      first = performance.now();
      return abort.abort(signal);
    }
    if (performance.now() - first < onePress) return;
    if (progress.begun)
      console.error(`${file} keeps the switch, which may be live in part: run the command again`);
    else putBack(written);
    for (const one of signals) process.off(one, onSignal);
    // With its listener gone, the signal does what it would have done.
    process.kill(process.pid, signal);
  };
  for (const one of signals) process.on(one, onSignal);
  try {
    replaceFile(file, before, after);
    const { result, keep } = await work();
    if (!keep) putBack(written);
    return result;
  } catch (error) {
    if (!progress.begun) putBack(written);
    throw error;
  } finally {
    for (const one of signals) process.off(one, onSignal);
  }
}

/** @throws {UserError} where the file cannot be written */
function putBack({ file, before, after }: WrittenFile): void {
  if (readFileSync(file, "utf8") !== after) return;
  try {
    replaceFile(file, after, before);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}; nothing was switched, but the file says so: correct it by hand`);
  }
}
