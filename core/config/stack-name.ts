import { wrong } from "./formats/expected.ts";
import { text } from "./scalars.ts";
import type { Schema } from "./schema.ts";

/** Full name of another stack, as a StackReference takes it. */
export const stackName: Schema<string> = text(
  (value) =>
    /^[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(value)
      ? undefined
      : wrong("a stack as <organization>/<project>/<stack>", value),
  "a stack's full name",
);
