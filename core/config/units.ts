import type { Duration, Size } from "../model/units.ts";
import { durationForm, sizeForm, toBytes, toSeconds } from "../model/units.ts";
import { wrong } from "./formats/expected.ts";
import { form, type JsonSchema } from "./json-schema.ts";
import { failed, mismatch, passed } from "./parsed.ts";
import type { Schema } from "./schema.ts";

/** A percentage below 100, or a number of at least one. */
export type Share = number | `${number}%`;

/** The longest time span by default. */
export const longestSpan: Duration = "365d";

/** A time span with its unit, within bounds, both included. */
export function duration({
  min = "1s",
  max = longestSpan,
}: {
  min?: Duration;
  max?: Duration;
} = {}): Schema<Duration> {
  const expected = `a time span from ${min} to ${max} such as "60s" (units: ms, s, m, h, d)`;
  return unit(expected, { type: "string", pattern: durationForm.source }, isDuration, (value) => {
    const seconds = toSeconds(value);
    return seconds >= toSeconds(min) && seconds <= toSeconds(max);
  });
}

/** A number of bytes, within bounds, both included. */
export function size({ min = "1", max = "1024g" }: { min?: Size; max?: Size } = {}): Schema<Size> {
  const expected = `a quoted size from ${min} to ${max} such as "64k" (units: k, m, g)`;
  return unit(expected, { type: "string", pattern: "^\\d+[kmgKMG]?$" }, isSize, (value) => {
    const bytes = toBytes(value);
    return bytes >= toBytes(min) && bytes <= toBytes(max);
  });
}

/** How many may be unavailable at a time: at least one, never all. */
export function share(): Schema<Share> {
  const expected = `a whole number of at least 1, or a share from "1%" to "99%"`;
  return {
    expected,
    accepts: (input) => typeof input === "number" || typeof input === "string",
    json: form(expected, {
      anyOf: [
        { type: "integer", minimum: 1 },
        { type: "string", pattern: "^[1-9]\\d?%$" },
      ],
    }),
    parse(input, path) {
      if (typeof input === "number") {
        return Number.isSafeInteger(input) && input >= 1
          ? passed(input)
          : failed(path, wrong(expected, input));
      }
      if (typeof input !== "string") return mismatch(path, expected, input);
      if (!isPercentage(input)) return failed(path, wrong(expected, input));
      return Number.parseInt(input, 10) < 100
        ? passed(input)
        : failed(
            path,
            `${wrong(expected, input)}: taking all of them at once would leave none to serve requests`,
            "no-pod-left",
          );
    },
  };
}

function unit<T extends string>(
  expected: string,
  json: JsonSchema,
  isUnit: (input: unknown) => input is T,
  inside: (value: T) => boolean,
): Schema<T> {
  return {
    expected,
    accepts: (input) => typeof input === "string",
    json: form(expected, json),
    parse(input, path) {
      if (typeof input !== "string") return mismatch(path, expected, input);
      if (!isUnit(input) || !inside(input)) return failed(path, wrong(expected, input));
      return passed(input);
    },
  };
}

function isDuration(input: unknown): input is Duration {
  return typeof input === "string" && durationForm.test(input);
}

function isSize(input: unknown): input is Size {
  return typeof input === "string" && sizeForm.test(input);
}

function isPercentage(input: string): input is `${number}%` {
  return /^[1-9]\d{0,3}%$/.test(input);
}
