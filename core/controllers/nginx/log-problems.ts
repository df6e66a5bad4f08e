import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import { isWholeSeconds, toBytes, toSeconds } from "../../model/units.ts";

/** Log settings that could not be kept. */
export function logProblems({ name, logs }: Pick<ClassSpec, "name" | "logs">): readonly Problem[] {
  if (logs.to === "stdout") return [];
  const { every, size, age, keep, budget, maxAge } = logs.rotate;
  const problems: Problem[] = [];
  const refuse = (key: string, message: string) => {
    problems.push({ path: `classes.${name}.logs.${key}`, message });
  };

  if (toBytes(logs.buffer) === 0) refuse("buffer", "must be above 0, for example 64k");
  if (!isWholeSeconds(every) || toSeconds(every) === 0)
    refuse("rotate.every", `takes whole seconds, at least 1s, not ${every}`);
  if (toBytes(size) === 0) refuse("rotate.size", "must be above 0, for example 256m");
  if (toSeconds(age) < toSeconds(every)) {
    refuse(
      "rotate.age",
      `${age} is shorter than the agent's look at the files; raise it to rotate.every (${every})`,
    );
  }
  if (toSeconds(maxAge) < toSeconds(age)) {
    refuse(
      "rotate.maxAge",
      `${maxAge} would remove files as they are turned over; raise it to rotate.age (${age})`,
    );
  }
  if (!Number.isInteger(keep) || keep < 1)
    refuse("rotate.keep", `must be a whole number above 0, not ${keep}`);
  if (toBytes(budget) < 2 * toBytes(size)) {
    const reason = "a live file and the one just turned over take twice rotate.size";
    refuse("rotate.budget", `${budget} is too small: ${reason} (${size}); raise it or lower that`);
  }
  return problems;
}
