/** Something wrong with what the user asked for: where, and one sentence with the fix. */
export interface Problem {
  /** Path into the stack's configuration, for example `services.web.paths[0].path`. */
  readonly path: string;
  readonly message: string;
}

/** Every problem of a configuration at once; the message is all the user sees. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}
