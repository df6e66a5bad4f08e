import { isWithin } from "../config/formats/directories.ts";
import type { LocatedClass } from "../config/located.ts";
import type { LogArgs, LogSpec } from "../model/logs.ts";
import type { Problem } from "../model/problems.ts";
import { isWholeSeconds, toBytes, toSeconds } from "../model/units.ts";
import { canMeet } from "./node-selectors.ts";
import { pairs } from "./pairs.ts";

const onlyForFiles = [
  "directory",
  "outsideVarLog",
  "buffer",
  "flush",
  "rotate",
] as const satisfies readonly (keyof LogArgs)[];

/** Log settings of one class that have no effect, or contradict each other. */
export function logProblems(located: LocatedClass): readonly Problem[] {
  return [...formatProblems(located), ...targetProblems(located)];
}

function formatProblems({ args, spec, at }: LocatedClass): readonly Problem[] {
  if (spec.logs.format === "json" || args.logs?.fields === undefined) return [];
  const message = "has no effect with logs.format text: set logs.format to json, or leave it out";
  return [{ path: at("logs.fields"), code: "has-no-effect", message }];
}

function targetProblems({ args, spec, at }: LocatedClass): readonly Problem[] {
  if (spec.logs.to === "stdout") {
    return onlyForFiles
      .filter((field) => args.logs?.[field] !== undefined)
      .map((field) => ({
        path: at(`logs.${field}`),
        code: "has-no-effect",
        message: "has no effect with logs.to stdout: set logs.to to file or both, or leave it out",
      }));
  }
  return fileRules.flatMap(({ field, code, check }) => {
    const message = check(spec.logs);
    return message === undefined ? [] : [{ path: at(`logs.${field}`), code, message }];
  });
}

interface FileRule {
  readonly field: string;
  readonly code: string;
  /** What is wrong, as a sentence after the field's path; undefined if nothing is. */
  readonly check: (logs: LogSpec) => string | undefined;
}

/** How settings of log files limit each other; the parser checks the bounds of each. */
const fileRules: readonly FileRule[] = [
  {
    field: "directory",
    code: "outside-var-log",
    check: ({ directory, outsideVarLog }) =>
      outsideVarLog || isWithin(directory, "/var/log")
        ? undefined
        : `${directory} is not below /var/log, and nginx becomes the owner of all that is in it: use a directory there, or set logs.outsideVarLog to true if it holds nothing else`,
  },
  {
    field: "outsideVarLog",
    code: "has-no-effect",
    check: ({ directory, outsideVarLog }) =>
      outsideVarLog && isWithin(directory, "/var/log")
        ? "has no effect with a directory below /var/log: leave it out"
        : undefined,
  },
  {
    field: "buffer",
    code: "buffer-above-size",
    check: ({ buffer, rotate: { size } }) =>
      toBytes(buffer) > toBytes(size)
        ? `${buffer} exceeds logs.rotate.size (${size}): use a smaller buffer`
        : undefined,
  },
  {
    // The agent counts in whole seconds.
    field: "rotate.every",
    code: "whole-seconds",
    check: ({ rotate: { every } }) =>
      isWholeSeconds(every) ? undefined : `expected whole seconds, got ${every}`,
  },
  {
    field: "rotate.age",
    code: "age-below-every",
    check: ({ rotate: { age, every } }) =>
      toSeconds(age) < toSeconds(every)
        ? `${age} is shorter than the interval between checks: raise it to at least rotate.every (${every})`
        : undefined,
  },
  {
    field: "rotate.maxAge",
    code: "max-age-below-age",
    check: ({ rotate: { maxAge, age } }) =>
      toSeconds(maxAge) < toSeconds(age)
        ? `${maxAge} would remove files as soon as they are rotated: raise it to at least rotate.age (${age})`
        : undefined,
  },
  {
    field: "rotate.budget",
    code: "budget-too-small",
    check: ({ rotate: { budget, size } }) =>
      toBytes(budget) < 2 * toBytes(size)
        ? `${budget} is too small: the live file and the one just rotated take twice rotate.size (${size}); raise the budget, or lower rotate.size`
        : undefined,
  },
];

/** Classes whose log directories overlap on a node: two rotations of one file lose lines. */
export function logDirectoryClashes(classes: readonly LocatedClass[]): readonly Problem[] {
  const writers = classes.filter(({ spec }) => spec.logs.to !== "stdout");
  return pairs(writers).flatMap(([a, b]) => {
    const [first, second] = [a.spec.logs.directory, b.spec.logs.directory];
    const apart = !isWithin(first, second) && !isWithin(second, first);
    if (apart || !canMeet(a.spec, b.spec)) return [];
    const relation = first === second ? "is also" : isWithin(second, first) ? "lies within" : "contains";
    const which = first === second ? "" : ` ("${first}")`;
    const message = `"${second}" ${relation} the log directory of class "${a.spec.name}"${which}: give each class a directory of its own`;
    return [{ path: b.at("logs.directory"), code: "log-directory-shared", message }];
  });
}
