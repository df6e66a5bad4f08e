import test from "ava";
import { text } from "../../../core/config/scalars.ts";
import { time } from "../../../core/config/time.ts";
import { toldIn } from "../../told-problems.ts";

for (const [written, utc] of [
  ["2026-11-23T18:00:00Z", "2026-11-23T18:00:00Z"],
  ["2026-11-23T18:00:00.5+02:00", "2026-11-23T16:00:00Z"],
  // What the engine makes of times without quotes.
  ["2026-11-23 18:00:00 +0000 UTC", "2026-11-23T18:00:00Z"],
  ["2026-11-23 18:00:00.25 +0200 CEST", "2026-11-23T16:00:00Z"],
  ["2026-11-23 18:00:00 -0530 -0530", "2026-11-23T23:30:00Z"],
] as const) {
  test(`${written} is ${utc}`, (t) => {
    t.deepEqual(time().parse(written, "until"), { ok: true, value: utc });
  });
}

for (const written of ["2026-11-23", "2026-11-23 18:00:00", "2026-02-30 00:00:00 +0000 UTC"]) {
  test(`"${written}" is no time`, (t) => {
    t.deepEqual(toldIn(time().parse(written, "until")), ["until: wrong-value"]);
  });
}

test("text that was a date without quotes is not what its user wrote", (t) => {
  t.deepEqual(toldIn(text().parse("2026-11-23 00:00:00 +0000 UTC", "realm")), ["realm: wrong-value"]);
  t.deepEqual(toldIn(text().parse("2026-11-23", "realm")), []);
});
