import test from "ava";
import { logConfig } from "../../../core/config/log-config.ts";

const refused: readonly (readonly [string, unknown, RegExp])[] = [
  ["buffer", { buffer: "0" }, /a quoted size from 1k to 16m .*, got "0"/],
  ["rotate.every", { rotate: { every: "500ms" } }, /a time span from 5s to 1d .*, got "500ms"/],
  ["rotate.size", { rotate: { size: "0" } }, /a quoted size from 1k .*, got "0"/],
  ["rotate.keep", { rotate: { keep: 0 } }, /a whole number from 1 to 10000, got 0/],
];

for (const [key, logs, expected] of refused) {
  test(`logs refuse ${key} of ${JSON.stringify(logs)}`, (t) => {
    const parsed = logConfig.parse(logs, "logs");
    const problems = parsed.ok ? [] : parsed.problems;
    t.deepEqual(
      problems.map(({ path }) => path),
      [`logs.${key}`],
    );
    t.regex(problems[0]?.message ?? "", expected);
  });
}
