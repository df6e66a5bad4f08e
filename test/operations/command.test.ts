import { spawnSync } from "node:child_process";
import test from "ava";
import { UserError } from "../../core/model/user-error.ts";
import { describeError } from "../../operations/command.ts";

test("a user's mistake is one sentence without a stack trace", (t) => {
  t.is(describeError(new UserError("Port 6443 is taken.")), "error: Port 6443 is taken.");
});

test("any other error keeps its stack trace", (t) => {
  t.regex(
    describeError(new TypeError("x is undefined")),
    /^TypeError: x is undefined\n {4}at .*command\.test\.ts/,
  );
  t.is(describeError("thrown text"), "thrown text");
});

for (const [what, main, status, stderr] of [
  ["that ends is a success", "async () => {}", 0, /^$/],
  ["that returns a code exits with it", "async () => 3", 3, /^$/],
  ["that sets process.exitCode exits with it", "async () => { process.exitCode = 4; }", 4, /^$/],
  [
    "that is misspelt fails with the usage",
    "async () => readArguments(['--x'], {}, 'Usage: x')",
    1,
    /^error: .*\n\nUsage: x\n$/,
  ],
] as const) {
  test(`a command ${what}`, (t) => {
    const module = new URL("../../operations/command.ts", import.meta.url).href;
    const script = `import { readArguments, runCommand } from ${JSON.stringify(module)}; await runCommand(${main});`;
    const ended = spawnSync(process.execPath, ["--input-type=module-typescript", "--eval", script], {
      encoding: "utf8",
    });
    t.is(ended.status, status);
    t.regex(ended.stderr, stderr);
  });
}
