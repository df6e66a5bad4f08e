import test from "ava";
import type { LogArgs } from "../../../core/model/logs.ts";
import { logProblems } from "../../../core/rules/log-rules.ts";
import { told } from "../../told-problems.ts";
import { classes } from "../located.ts";

const refused: readonly (readonly [string, LogArgs, string])[] = [
  ["buffer", { buffer: "4m", rotate: { size: "1m" } }, "buffer-above-size"],
  ["rotate.every", { rotate: { every: "5500ms" } }, "whole-seconds"],
  ["rotate.age", { rotate: { age: "10s" } }, "age-below-every"],
  ["rotate.maxAge", { rotate: { maxAge: "1h" } }, "max-age-below-age"],
  ["directory", { directory: "/home/ops/.ssh" }, "outside-var-log"],
  ["directory", { directory: "/data/logs", outsideVarLog: false }, "outside-var-log"],
  ["outsideVarLog", { directory: "/var/log/edge", outsideVarLog: true }, "has-no-effect"],
  ["rotate.budget", { rotate: { budget: "300m" } }, "budget-too-small"],
];

for (const [key, logs, code] of refused) {
  test(`refused with files: ${key} of ${JSON.stringify(logs)}`, (t) => {
    const problems = classes({ c: { logs: { ...logs, to: "file" } } }).flatMap(logProblems);
    t.deepEqual(told(problems), [`classes.c.logs.${key}: ${code}`]);
  });

  test(`without effect on stdout: ${JSON.stringify(logs)}`, (t) => {
    const problems = classes({ c: { logs } }).flatMap(logProblems);
    t.deepEqual(
      told(problems),
      Object.keys(logs).map((field) => `classes.c.logs.${field}: has-no-effect`),
    );
  });
}

test("a directory outside /var/log is taken where the class says so", (t) => {
  const logs = { to: "file", directory: "/data/logs", outsideVarLog: true } as const;
  t.deepEqual(classes({ c: { logs } }).flatMap(logProblems), []);
});

test("the defaults of log files are consistent", (t) => {
  t.deepEqual(classes({ c: { logs: { to: "file" } } }).flatMap(logProblems), []);
});
