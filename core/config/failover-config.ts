import type { FailoverArgs, FailoverFlag, SwitchArgs } from "../model/failover.ts";
import { switchModes } from "../model/failover.ts";
import { printable } from "../model/printable.ts";
import type { Problem } from "../model/problems.ts";
import { wrong } from "./formats/expected.ts";
import { form } from "./json-schema.ts";
import { failed, mismatch, passed } from "./parsed.ts";
import { at } from "./problem-path.ts";
import { boolean, integer, oneOf, text } from "./scalars.ts";
import type { Schema } from "./schema.ts";
import { either, list, mandatory, object, record } from "./schema.ts";
import { time } from "./time.ts";

const names = list(text());
const occasion = { reason: text(reasonProblem, "a reason"), until: time(), since: time() };

const switchInDetail = checked(
  object<SwitchArgs>({
    mode: mandatory(oneOf(switchModes)),
    weight: integer({ min: 1, max: 100 }),
    force: boolean(),
    ...occasion,
  }),
  switchProblems,
);

/** A service's switch: a mode alone, or in detail. YAML 1.1 reads `on` and `off` as booleans. */
const switchConfig: Schema<SwitchArgs> = {
  expected: `"on", "off", "drill" or an object with a mode`,
  accepts: (input) => ["string", "boolean", "object"].includes(typeof input),
  json: { anyOf: [{ enum: ["on", "off", "drill"] }, { type: "boolean" }, switchInDetail.json] },
  parse(input, path) {
    if (typeof input === "boolean") return passed({ mode: input ? "on" : "off" });
    if (typeof input !== "string") return switchInDetail.parse(input, path);
    const mode = oneOf(["on", "off", "drill"]).parse(input, path);
    return mode.ok ? passed({ mode: mode.value }) : mode;
  },
};

const inDetail = checked(
  object<FailoverArgs>({
    all: boolean(),
    except: names,
    partial: boolean(),
    ready: either(integer({ min: 0, max: 10_000 }), percentage()),
    expired: oneOf(["warn", "fail"]),
    services: record(switchConfig),
    ...occasion,
  }),
  (flag, path) =>
    flag.except === undefined || flag.all === true
      ? []
      : [
          {
            path: at(path, "except"),
            code: "has-no-effect",
            message: "has no effect without all: true: set that, or leave except out",
          },
        ],
);

/**
 * `exposure:failover`: a word, a list, the names with commas between them as the command line takes them, or
 * an object.
 */
export const failoverConfig: Schema<FailoverFlag> = {
  expected: `"none", "all", a list of services or an object`,
  accepts: (input) => typeof input === "string" || (typeof input === "object" && input !== null),
  json: {
    anyOf: [
      { enum: ["none", "all"] },
      { type: "string", pattern: "\\S", description: "Services to switch, with commas between them." },
      names.json,
      inDetail.json,
    ],
  },
  parse(input, path) {
    if (input === "none" || input === "all") return passed(input);
    if (Array.isArray(input)) return names.parse(input, path);
    if (inDetail.accepts(input)) return inDetail.parse(input, path);
    // An empty value is more likely a script's empty variable than a request to switch everything back.
    if (typeof input !== "string" || input.trim() === "") return mismatch(path, this.expected, input);
    return names.parse(
      input.split(",").map((name) => name.trim()),
      path,
    );
  },
};

function percentage(): Schema<`${number}%`> {
  const expected = `a share from "1%" to "100%"`;
  return {
    expected,
    accepts: (input) => typeof input === "string",
    json: form(expected, { type: "string", pattern: "^\\d{1,3}%$" }),
    parse(input, path) {
      if (!isPercentage(input)) return mismatch(path, expected, input);
      const share = Number.parseInt(input, 10);
      return share >= 1 && share <= 100 ? passed(input) : failed(path, wrong(expected, input));
    },
  };
}

function isPercentage(input: unknown): input is `${number}%` {
  return typeof input === "string" && /^\d{1,3}%$/.test(input);
}

function checked<T>(
  schema: Schema<T>,
  problemsOf: (value: T, path: string) => readonly Problem[],
): Schema<T> {
  return {
    ...schema,
    parse(input, path) {
      const parsed = schema.parse(input, path);
      const problems = parsed.ok ? problemsOf(parsed.value, path) : [];
      return problems.length === 0 ? parsed : { ok: false, problems };
    },
  };
}

function switchProblems({ mode, weight, until }: SwitchArgs, path: string): readonly Problem[] {
  const problems: Problem[] = [];
  if (mode === "weighted" && weight === undefined) {
    problems.push({
      path: at(path, "weight"),
      code: "needs-weight",
      message: "is missing: mode weighted needs a percentage from 1 to 100",
    });
  }
  if (mode !== "weighted" && weight !== undefined) {
    problems.push({
      path: at(path, "weight"),
      code: "has-no-effect",
      message: `applies to mode weighted only, not to ${mode}: leave it out, or set mode: weighted`,
    });
  }
  if (mode === "off" && until !== undefined) {
    problems.push({
      path: at(path, "until"),
      code: "has-no-effect",
      message: "has no effect on a switch that is off: leave it out",
    });
  }
  return problems;
}

/** A reason becomes an annotation and a cell of a table. */
function reasonProblem(reason: string): string | undefined {
  const bad = [...reason].find((character) => printable(character) !== character);
  if (bad !== undefined)
    return `${wrong("a reason of one line", reason)}: ${JSON.stringify(bad)} is not allowed`;
  return reason.length > 500
    ? `expected a reason of at most 500 characters, got ${reason.length}`
    : undefined;
}
