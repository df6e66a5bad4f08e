import test from "ava";
import type { Schema } from "../../../core/config/schema.ts";
import { duration, share, size } from "../../../core/config/units.ts";

const seconds = duration({ min: "1s", max: "1h" });
const bytes = size({ min: "1k", max: "1g" });

const right: readonly (readonly [string, Pick<Schema<unknown>, "parse">, readonly unknown[]])[] = [
  ["durations", seconds, ["1s", "1000ms", "60m", "1h"]],
  ["sizes", bytes, ["1024", "1k", "1K", "16m", "1G"]],
  ["no size at all", size({ min: "0" }), ["0"]],
  ["shares", share(), [1, 50, "1%", "99%"]],
];

for (const [title, schema, values] of right) {
  test(`${title} within bounds are kept as they are`, (t) => {
    t.deepEqual(
      values.map((value) => schema.parse(value, "x")),
      values.map((value) => ({ ok: true, value })),
    );
  });
}

const time = 'expected a time span from 1s to 1h such as "60s" (units: ms, s, m, h, d), got';
const amount = 'expected a quoted size from 1k to 1g such as "64k" (units: k, m, g), got';
const some = 'expected a whole number of at least 1, or a share from "1%" to "99%", got';

const wrong: readonly (readonly [Pick<Schema<unknown>, "parse">, unknown, string])[] = [
  [seconds, 60, `${time} 60 (a number)`],
  [seconds, "60", `${time} "60"`],
  [seconds, "-1s", `${time} "-1s"`],
  [seconds, "1.5s", `${time} "1.5s"`],
  [seconds, "999ms", `${time} "999ms"`],
  [seconds, "61m", `${time} "61m"`],
  [seconds, "1h ", `${time} "1h "`],
  [bytes, 4096, `${amount} 4096 (a number)`],
  [bytes, "1023", `${amount} "1023"`],
  [bytes, "2g", `${amount} "2g"`],
  [bytes, "1Mi", `${amount} "1Mi"`],
  [share(), 0, `${some} 0`],
  [share(), 1.5, `${some} 1.5`],
  [share(), "0%", `${some} "0%"`],
  [share(), "5", `${some} "5"`],
  [share(), true, `${some} true (a boolean)`],
  [share(), "100%", `${some} "100%": all of them at one time would leave none to serve`],
  [share(), "150%", `${some} "150%": all of them at one time would leave none to serve`],
];

for (const [schema, value, message] of wrong) {
  test(`refused: ${message}`, (t) => {
    t.deepEqual(schema.parse(value, "x"), { ok: false, problems: [{ path: "x", message }] });
  });
}
