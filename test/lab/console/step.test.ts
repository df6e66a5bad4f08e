import test from "ava";
import { formatElapsed, note, type StepSink, step } from "../../../lab/console/step.ts";

function recorder(isTTY: boolean): StepSink & { readonly text: () => string } {
  const written: string[] = [];
  return { isTTY, write: (text) => written.push(text), text: () => written.join("") };
}

for (const [milliseconds, text] of [
  [0, "0 ms"],
  [999, "999 ms"],
  [1_000, "1 s"],
  [59_499, "59 s"],
  [60_000, "1 min 0 s"],
  [259_526, "4 min 20 s"],
] as const) {
  test(`${milliseconds} ms is shown as ${text}`, (t) => t.is(formatElapsed(milliseconds), text));
}

test("without a terminal a short step is one plain line", async (t) => {
  const sink = recorder(false);
  t.is(await step("Starting cluster lab", async () => 7, sink), 7);
  t.is(sink.text(), "- Starting cluster lab\n");
});

test("without a terminal a step of seconds ends with its time", async (t) => {
  const sink = recorder(false);
  await step("Building", () => new Promise((resolve) => setTimeout(resolve, 2_100)), sink);
  t.is(sink.text(), "- Building\n✔ Building: 2 s\n");
});

test("at a terminal the line is redrawn with the step's current detail", async (t) => {
  const sink = recorder(true);
  const work = async (progress: (detail: string) => void) => {
    progress("kubectl");
    await new Promise((resolve) => setTimeout(resolve, 1_200));
  };
  await step("Building", work, sink);
  t.is(sink.text(), "\r\x1b[2K- Building\r\x1b[2K- Building … 1 s (kubectl)\r\x1b[2K✔ Building\n");
});

test("a failing step is marked and rethrows its error", async (t) => {
  const sink = recorder(false);
  await t.throwsAsync(
    step("Building", () => Promise.reject(new Error("no go")), sink),
    { message: "no go" },
  );
  t.is(sink.text(), "- Building\n✘ Building\n");
});

test("a note is a separate line", (t) => {
  const sink = recorder(false);
  note("etcd 3.5.16: found on PATH", sink);
  t.is(sink.text(), "✔ etcd 3.5.16: found on PATH\n");
});
