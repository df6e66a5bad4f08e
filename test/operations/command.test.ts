import test from "ava";
import { UserError } from "../../core/model/user-error.ts";
import { describeError } from "../../operations/command.ts";

test("a user's mistake is one sentence without a stack", (t) => {
  t.is(describeError(new UserError("Port 6443 is taken.")), "error: Port 6443 is taken.");
});

test("any other error keeps its stack", (t) => {
  t.regex(
    describeError(new TypeError("x is undefined")),
    /^TypeError: x is undefined\n {4}at .*command\.test\.ts/,
  );
  t.is(describeError("thrown text"), "thrown text");
});
