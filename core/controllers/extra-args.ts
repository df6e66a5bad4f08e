import { wrong } from "../config/formats/expected.ts";
import { at } from "../config/problem-path.ts";
import { closest } from "../config/suggest.ts";
import { listed } from "../model/listed.ts";
import { ownValue } from "../model/own-value.ts";
import type { Problem } from "../model/problems.ts";

/** What a controller's command line takes beyond the arguments that this program gives it. */
export interface ExtraArgs {
  /** The values that each argument takes. */
  readonly takes: Readonly<Record<string, Value>>;
  /** Arguments that are refused, each with what to do instead. */
  readonly refuses: Readonly<Record<string, string>>;
}

/** A form of values, with the words for it. */
interface Value {
  readonly expected: string;
  readonly form: RegExp;
}

/** Forms of values. */
export const values = {
  flag: { expected: '"true" or "false"', form: /^(true|false)$/ },
  number: { expected: "a whole number", form: /^\d{1,9}$/ },
  decimal: { expected: "a number", form: /^\d{1,9}(\.\d{1,9})?$/ },
  duration: { expected: 'a duration as Go writes it, such as "30s"', form: /^(\d{1,9}(ms|s|m|h))+$/ },
  addresses: {
    expected: "addresses or CIDRs, with commas between",
    form: /^[0-9a-fA-F.:/]+(,[0-9a-fA-F.:/]+)*$/,
  },
  numbers: { expected: "numbers, with commas between", form: /^\d+(\.\d+)?(,\d+(\.\d+)?)*$/ },
  names: { expected: "names, with commas between", form: /^[a-z0-9_]+(,[a-z0-9_]+)*$/ },
} as const satisfies Readonly<Record<string, Value>>;

/** Why arguments are refused, for the reasons that several have. */
export const refusals = {
  program: "is this program's own: leave it out",
  namespaces: "would leave services of other namespaces unserved: leave it out",
  ofClass: (name: string) => `follows from the class: set ${name}`,
} as const;

/** One of several words. */
export function oneWord(...words: readonly string[]): Value {
  return { expected: `one of ${listed(words)}`, form: new RegExp(`^(${words.join("|")})$`) };
}

/** The arguments as a container takes them. */
export function extraArgs(args: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(args).map(([name, value]) => `--${name}=${value}`);
}

/**
 * Arguments that the controller does not start with, or that would undo a setting.
 * @param title the controller's name
 * @param path of the arguments
 */
export function extraArgProblems(
  { takes, refuses }: ExtraArgs,
  title: string,
  args: Readonly<Record<string, string>>,
  path: string,
): readonly Problem[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const problem = (code: string, message: string) => [{ path: at(path, name), code, message }];
    const refused = ownValue(refuses, name);
    if (refused !== undefined) return problem("refused-argument", refused);
    const known = ownValue(takes, name);
    if (known === undefined) {
      const near = closest(name, Object.keys(takes));
      const way = near === undefined ? `there are: ${listed(Object.keys(takes))}` : `did you mean "${near}"?`;
      return problem("unknown-argument", `is no argument that ${title} takes here: ${way}`);
    }
    return known.form.test(value) ? [] : problem("wrong-argument", wrong(known.expected, value));
  });
}
