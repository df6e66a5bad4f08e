import { writtenTime } from "./engine-yaml/timestamp.ts";
import { wrong } from "./formats/expected.ts";
import { form as jsonForm } from "./json-schema.ts";
import { failed, mismatch, passed } from "./parsed.ts";
import type { Schema } from "./schema.ts";

const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/**
 * A point in time as RFC 3339, which comes out in UTC and whole seconds. Without quotes it is a time to YAML, and comes
 * as what the engine makes of it.
 */
export function time(): Schema<string> {
  const expected = `a time such as "2027-01-31T18:00:00Z" (RFC 3339)`;
  return {
    expected,
    accepts: (input) => typeof input === "string",
    json: jsonForm(expected, { type: "string" }),
    parse(input, path) {
      if (typeof input !== "string") return mismatch(path, expected, input);
      const text = writtenTime(input) ?? input;
      const milliseconds = form.test(text) ? Date.parse(text) : Number.NaN;
      return Number.isNaN(milliseconds) || !isDate(text.slice(0, 10))
        ? failed(path, wrong(expected, input))
        : passed(rfc3339(milliseconds));
    },
  };
}

/** A point in time, in milliseconds since 1970, as Kubernetes writes it. */
export function rfc3339(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Whether its month has such a day: `Date.parse` takes the 30th of February for the 2nd of March. */
function isDate(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).getUTCDate() === Number(date.slice(8));
}
