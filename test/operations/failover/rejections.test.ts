import test from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { untold } from "../../../operations/failover/rejections.ts";

for (const [what, rejection, told, lines] of [
  ["a mistake of the user's", new UserError("no"), [], ["warning: no"]],
  ["what was told already", new UserError("no"), ["so: no"], []],
  [
    "what the engine has told without what is around it",
    new Error('before hook "exposure-preflight" failed: service "a" is not switched'),
    ['service "a" is not switched'],
    [],
  ],
  ["what was told already, as another error", new Error("no"), ["so: no"], []],
  [
    "a resource that is registered with an engine that has stopped",
    new Error("failed to register new resource a [x]: 2 UNKNOWN: resource monitor shut down while waiting"),
    [],
    [],
  ],
  ["no error at all", "odd", [], ["warning: a promise was rejected unseen: odd"]],
] as const) {
  test(`of promises rejected unseen is told: ${what}`, (t) => {
    t.deepEqual(untold([rejection, rejection], told), lines);
  });
}

test("an error of ours keeps its stack", (t) => {
  const [line = "", another] = untold([new TypeError("x is undefined")], ["anything"]);
  t.regex(
    line,
    /^warning: a promise was rejected unseen: TypeError: x is undefined\n {4}at .*rejections\.test\.ts/,
  );
  t.is(another, undefined);
});
