import test from "ava";
import { CommandError, run } from "../../../lab/machine/run.ts";

test("a command gets its input, and its streams are returned", async (t) => {
  t.deepEqual(await run("sh", ["-c", "cat; echo err >&2"], { input: "in\n" }), {
    stdout: "in\n",
    stderr: "err\n",
  });
});

test("lines are reported whole, as they arrive", async (t) => {
  const lines: string[] = [];
  await run("printf", ["a\\nb\\nrest"], { onLine: (line) => lines.push(line) });
  t.deepEqual(lines, ["a", "b", "rest"]);
});

test("a variable is added or taken away", async (t) => {
  const env = { EXPOSURE_TEST: "x", HOME: undefined };
  t.is((await run("sh", ["-c", 'echo "$EXPOSURE_TEST:$HOME"'], { env })).stdout, "x:\n");
});

for (const [what, args, options, message, status] of [
  ["that fails", ["-c", "echo why >&2; exit 3"], {}, "failed with status 3:\nwhy", 3],
  ["that is killed", ["-c", "kill -9 $$"], {}, "was ended by SIGKILL", 137],
  ["that takes too long", ["-c", "sleep 5"], { timeout: 50 }, "did not end within 50 ms", 137],
] as const) {
  test(`a command ${what} is reported with how it ended and its output`, async (t) => {
    const error = await t.throwsAsync<CommandError>(run("sh", args, options), { instanceOf: CommandError });
    t.is(error?.message, `\`sh ${args.join(" ")}\` ${message}`);
    t.is(error?.status, status);
  });
}

test("a missing command is named", async (t) => {
  const error = await t.throwsAsync<CommandError>(run("/nowhere/tool", []), { instanceOf: CommandError });
  t.is(error?.message, "`/nowhere/tool` could not be started (spawn /nowhere/tool ENOENT)");
  t.is(error?.status, undefined);
});
