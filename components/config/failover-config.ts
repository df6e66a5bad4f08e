import type { FailoverFlag } from "../model/stack.ts";
import { text } from "./scalars.ts";
import type { Schema } from "./schema.ts";
import { list, passed } from "./schema.ts";
import { mismatch } from "./values.ts";

const names = list(text());

/** `exposure:failover`: a word, a list, or the names with commas between them as the command line takes them. */
export const failoverConfig: Schema<FailoverFlag> = {
  expected: `"none", "all" or a list of services`,
  accepts: (input) => typeof input === "string" || Array.isArray(input),
  parse(input, path) {
    if (input === "none" || input === "all") return passed(input);
    if (Array.isArray(input)) return names.parse(input, path);
    // An empty value is more likely a script's empty variable than the wish to switch everything back.
    if (typeof input !== "string" || input.trim() === "") return mismatch(path, this.expected, input);
    return names.parse(
      input.split(",").map((name) => name.trim()),
      path,
    );
  },
};
