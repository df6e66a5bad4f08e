import test from "ava";
import type { LogArgs } from "../../../core/model/logs.ts";
import { logProblems } from "../../../core/rules/log-rules.ts";
import { classes } from "../located.ts";

const refused: readonly (readonly [string, LogArgs, RegExp])[] = [
  ["buffer", { buffer: "4m", rotate: { size: "1m" } }, /more than logs.rotate.size 1m/],
  ["rotate.every", { rotate: { every: "5500ms" } }, /whole seconds/],
  ["rotate.age", { rotate: { age: "10s" } }, /raise it to rotate.every \(1m\)/],
  ["rotate.maxAge", { rotate: { maxAge: "1h" } }, /raise it to rotate.age \(1d\)/],
  ["rotate.budget", { rotate: { budget: "300m" } }, /twice rotate.size \(256m\)/],
];

for (const [key, logs, expected] of refused) {
  test(`refused with files: ${key} of ${JSON.stringify(logs)}`, (t) => {
    const problems = classes({ c: { logs: { ...logs, to: "file" } } }).flatMap(logProblems);
    t.deepEqual(
      problems.map(({ path }) => path),
      [`classes.c.logs.${key}`],
    );
    t.regex(problems[0]?.message ?? "", expected);
  });

  test(`without effect on stdout: ${JSON.stringify(logs)}`, (t) => {
    const problems = classes({ c: { logs } }).flatMap(logProblems);
    t.deepEqual(
      problems.map(({ path }) => path),
      Object.keys(logs).map((field) => `classes.c.logs.${field}`),
    );
    for (const { message } of problems) t.regex(message, /has no effect with logs.to stdout/);
  });
}

test("the defaults of log files hold together", (t) => {
  t.deepEqual(classes({ c: { logs: { to: "file" } } }).flatMap(logProblems), []);
});
