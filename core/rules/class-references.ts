import type { LocatedService } from "../config/located.ts";
import { fewHints, type hint } from "../config/suggest.ts";
import { listed } from "../model/listed.ts";
import type { Problem } from "../model/problems.ts";

/** The classes that services may name. */
export interface ClassNames {
  readonly known: readonly string[];
  /** Whether one of them is the default; unknown if a class could not be read. */
  readonly default: "there" | "none" | "unknown";
}

/** Services that name an unknown class, or no class while none is the default. */
export function referenceProblems(
  services: readonly LocatedService[],
  classes: ClassNames,
): readonly Problem[] {
  const suggest = fewHints();
  return services.flatMap(({ args, at }) => {
    const problem = referenceProblem(args.class, classes, suggest);
    return problem === undefined ? [] : [{ path: at("class"), ...problem }];
  });
}

function referenceProblem(
  name: string | undefined,
  classes: ClassNames,
  suggest: typeof hint,
): Omit<Problem, "path"> | undefined {
  const { known } = classes;
  if (name !== undefined) {
    if (known.includes(name)) return undefined;
    const message = `expected a class of this stack, got "${name}"${suggest(name, known)}`;
    return { code: "unknown-class", message };
  }
  if (classes.default !== "none") return undefined;
  const wayOut =
    known.length === 0
      ? "declare a class under exposure:classes"
      : `name a class (${listed(known)}), or set default: true on one`;
  return { code: "no-default-class", message: `is missing, and no class is the default: ${wayOut}` };
}
