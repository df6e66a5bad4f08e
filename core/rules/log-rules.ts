import { isWithin } from "../config/formats/directories.ts";
import type { LocatedClass } from "../config/located.ts";
import type { LogArgs } from "../model/logs.ts";
import type { Problem } from "../model/problems.ts";
import { toBytes } from "../model/units.ts";
import { canMeet } from "./node-selectors.ts";
import { pairs } from "./pairs.ts";

const onlyForFiles = ["directory", "buffer", "flush", "rotate"] as const satisfies readonly (keyof LogArgs)[];

/** Log settings of one class that have no effect, or could not be kept. */
export function logProblems({ args, spec, at }: LocatedClass): readonly Problem[] {
  const { to, buffer, rotate } = spec.logs;
  if (to === "stdout") {
    return onlyForFiles
      .filter((field) => args.logs?.[field] !== undefined)
      .map((field) => ({
        path: at(`logs.${field}`),
        message: "has no effect with logs.to stdout: set logs.to to file or both, or leave it out",
      }));
  }
  if (toBytes(buffer) <= toBytes(rotate.size)) return [];
  const message = `${buffer} is more than logs.rotate.size ${rotate.size}: take a smaller buffer`;
  return [{ path: at("logs.buffer"), message }];
}

/** Classes whose files would get into each other's way on a node: two rotations of one file lose lines. */
export function logDirectoryClashes(classes: readonly LocatedClass[]): readonly Problem[] {
  const writers = classes.filter(({ spec }) => spec.logs.to !== "stdout");
  return pairs(writers).flatMap(([a, b]) => {
    const [first, second] = [a.spec.logs.directory, b.spec.logs.directory];
    const apart = !isWithin(first, second) && !isWithin(second, first);
    if (apart || !canMeet(a.spec, b.spec)) return [];
    const relation = first === second ? "shares" : isWithin(second, first) ? "lies within" : "holds";
    const which = first === second ? "" : ` ("${first}")`;
    const message = `"${second}" ${relation} the log directory of class "${a.spec.name}"${which}: give each a directory of its own`;
    return [{ path: b.at("logs.directory"), message }];
  });
}
