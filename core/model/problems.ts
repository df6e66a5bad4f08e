import { firstOf, shortened } from "./listed.ts";
import { UserError } from "./user-error.ts";

/** Something wrong with what the user asked for: where, and one sentence with the fix. */
export interface Problem {
  /** Path into the stack's configuration, for example `services.web.paths[0].path`. */
  readonly path: string;
  /** Which rule is broken, in kebab-case: stays the same while the wording improves. */
  readonly code: string;
  /** One sentence that says what was expected, what was found, and the way out. */
  readonly message: string;
}

/** Every problem of a configuration at once; its message tells the first of many. */
export class ConfigError extends UserError {
  override readonly name = "ConfigError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(
      ({ path, message }) => `${shortened(path, 300)}: ${shortened(message, 1_500)}`,
    );
    super(lines.length === 1 ? lines.join() : [`${lines.length} problems`, ...firstOf(lines)].join("\n  "));
    this.problems = problems;
  }
}
