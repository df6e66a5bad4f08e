import test from "ava";
import type { Schema } from "../../../core/config/schema.ts";
import { duration, share, size } from "../../../core/config/units.ts";
import { toldIn } from "../../told-problems.ts";

const seconds = duration({ min: "1s", max: "1h" });
const bytes = size({ min: "1k", max: "1g" });

const right: readonly (readonly [string, Pick<Schema<unknown>, "parse">, readonly unknown[]])[] = [
  ["durations", seconds, ["1s", "1000ms", "60m", "1h"]],
  ["sizes", bytes, ["1024", "1k", "1K", "16m", "1G"]],
  ["no size at all", size({ min: "0" }), ["0"]],
  ["shares", share(), [1, 50, "1%", "99%"]],
];

for (const [title, schema, values] of right) {
  test(`${title} within bounds are returned unchanged`, (t) => {
    t.deepEqual(
      values.map((value) => schema.parse(value, "x")),
      values.map((value) => ({ ok: true, value })),
    );
  });
}

const wrong: readonly (readonly [Pick<Schema<unknown>, "expected" | "parse">, unknown, string])[] = [
  [seconds, 60, "wrong-type"],
  [seconds, "60", "wrong-value"],
  [seconds, "-1s", "wrong-value"],
  [seconds, "1.5s", "wrong-value"],
  [seconds, "999ms", "wrong-value"],
  [seconds, "61m", "wrong-value"],
  [seconds, "1h ", "wrong-value"],
  [bytes, 4096, "wrong-type"],
  [bytes, "1023", "wrong-value"],
  [bytes, "2g", "wrong-value"],
  [bytes, "1Mi", "wrong-value"],
  [share(), 0, "wrong-value"],
  [share(), 1.5, "wrong-value"],
  [share(), "0%", "wrong-value"],
  [share(), "5", "wrong-value"],
  [share(), true, "wrong-type"],
  [share(), "100%", "no-pod-left"],
  [share(), "150%", "no-pod-left"],
];

for (const [schema, value, code] of wrong) {
  test(`${JSON.stringify(value)} is refused as ${schema.expected}`, (t) => {
    t.deepEqual(toldIn(schema.parse(value, "x")), [`x: ${code}`]);
  });
}
