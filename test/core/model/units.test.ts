import test from "ava";
import type { Duration, Size } from "../../../core/model/units.ts";
import { toBytes, toSeconds, toWholeSeconds, withoutMilliseconds } from "../../../core/model/units.ts";

const durations: readonly (readonly [Duration, number, number])[] = [
  ["0s", 0, 0],
  ["500ms", 0.5, 1],
  ["1500ms", 1.5, 2],
  ["60s", 60, 60],
  ["5m", 300, 300],
  ["1h", 3600, 3600],
  ["7d", 604_800, 604_800],
];

for (const [duration, seconds, whole] of durations) {
  test(`${duration} is ${seconds} seconds, ${whole} whole ones`, (t) => {
    t.is(toSeconds(duration), seconds);
    t.is(toWholeSeconds(duration), whole);
  });
}

const withoutThem: readonly (readonly [Duration, Duration])[] = [
  ["1000ms", "1s"],
  ["60000ms", "60s"],
  ["9s", "9s"],
  ["1h", "1h"],
];

for (const [duration, same] of withoutThem) {
  test(`${duration} without milliseconds is ${same}`, (t) => t.is(withoutMilliseconds(duration), same));
}

const sizes: readonly (readonly [Size, number])[] = [
  ["0", 0],
  ["512", 512],
  ["64k", 65_536],
  ["16m", 16_777_216],
  ["1g", 1_073_741_824],
];

for (const [size, bytes] of sizes) {
  test(`${size} is ${bytes} bytes, in either case`, (t) => {
    t.is(toBytes(size), bytes);
    t.is(toBytes(size.toUpperCase() as Size), bytes);
  });
}
