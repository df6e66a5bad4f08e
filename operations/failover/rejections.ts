import { UserError } from "../../core/model/user-error.ts";
import { describeError } from "../command.ts";

/**
 * Collects, from now on, the reasons of rejected promises that no code waits for. A program whose update is refused leaves
 * some behind, and they must not end the command before it has looked at what is live.
 * @returns those that say something new, as lines, by what has been told already
 */
export function collectRejections(): (told: readonly string[]) => readonly string[] {
  const rejections: unknown[] = [];
  process.on("unhandledRejection", (reason) => rejections.push(reason));
  return (told) => untold(rejections, told);
}

/** Of these rejections what is neither told nor follows from an engine that has stopped: each once. */
export function untold(rejections: readonly unknown[], told: readonly string[]): readonly string[] {
  const known = told.join("\n");
  const sentences = told.filter((line) => line.length >= shortest);
  const isTold = (line: string) =>
    known.includes(core(line)) || sentences.some((sentence) => line.includes(sentence));
  const lines = rejections.map(toldAs).filter((line) => !aftermath.test(line) && !isTold(line));
  return [...new Set(lines)];
}

/** Characters: a told line of fewer may be part of any error by chance. */
const shortest = 12;

/**
 * What a program meets that still registers resources with an engine that has stopped, and what the SDK wraps around an
 * error that the engine shows.
 */
const aftermath =
  /resource monitor|failed to register|\b(UNAVAILABLE|CANCELLED|ABORTED)\b|program exited|engine is shutting down/i;

function toldAs(reason: unknown): string {
  if (reason instanceof UserError) return `warning: ${reason.message}`;
  return `warning: a promise was rejected unseen: ${describeError(reason)}`;
}

/** A line's sentence, without what was put before it and without a stack. */
function core(line: string): string {
  const [first = ""] = line.split("\n");
  return first.replace(/^warning: (a promise was rejected unseen: )?(\w*Error: )?/, "");
}
