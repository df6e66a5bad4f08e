import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { type Progress, untilSettled } from "../../../operations/failover/until-settled.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const script = fileURLToPath(new URL("switcher.ts", import.meta.url));

async function written(t: ExecutionContext) {
  const file = join(await temporaryFolder(t), "Pulumi.x.yaml");
  writeFileSync(file, "before");
  return { file, before: "before", after: "after" };
}
const progress = (begun = false): Progress => ({ abort: new AbortController(), begun });

for (const keep of [true, false]) {
  test(`what is ${keep ? "live stays in" : "not live leaves"} the file`, async (t) => {
    const file = await written(t);
    const listeners = process.listenerCount("SIGTERM");
    const result = await untilSettled(file, progress(true), async () => {
      t.is(readFileSync(file.file, "utf8"), "after");
      return { result: 42, keep };
    });
    t.is(result, 42);
    t.is(readFileSync(file.file, "utf8"), keep ? "after" : "before");
    t.is(process.listenerCount("SIGTERM"), listeners);
  });
}

for (const begun of [true, false]) {
  test(`work that throws ${begun ? "once it has begun leaves the switch in the file" : "before it has begun puts the file back"}`, async (t) => {
    const file = await written(t);
    const failing = untilSettled(file, progress(begun), () => Promise.reject(new TypeError("ours")));
    await t.throwsAsync(failing, { instanceOf: TypeError, message: "ours" });
    t.is(readFileSync(file.file, "utf8"), begun ? "after" : "before");
  });
}

test("an edit made during the switch is kept", async (t) => {
  const file = await written(t);
  await untilSettled(file, progress(), async () => {
    writeFileSync(file.file, "a colleague's");
    return { result: undefined, keep: false };
  });
  t.is(readFileSync(file.file, "utf8"), "a colleague's");
});

test("an edit made before the switch is kept, and no work begins", async (t) => {
  const file = await written(t);
  writeFileSync(file.file, "a colleague's");
  const refused = untilSettled(file, progress(), async () => t.fail() as never);
  await t.throwsAsync(refused, { instanceOf: UserError, message: /was changed while this command read it/ });
  t.is(readFileSync(file.file, "utf8"), "a colleague's");
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(`${signal} lets the work end in good order, which puts the file back`, async (t) => {
    const { file, before, after } = await written(t);
    const { child, said } = await switcher(file, before, after);
    t.is(readFileSync(file, "utf8"), "after");
    child.kill(signal);
    t.deepEqual(await once(child, "close"), [0, null]);
    t.is(said(), `${signal}: the engine ends what it has in flight (again to end at once)\n`);
    t.is(readFileSync(file, "utf8"), "before");
  });

  for (const [state, text] of [
    ["not begun", "before"],
    ["begun", "after"],
  ] as const) {
    test(`a second ${signal} ends the process at once: what has ${state} leaves "${text}" in the file`, async (t) => {
      const { file, before, after } = await written(t);
      const { child, said } = await switcher(file, before, after, state, "stubborn");
      child.kill(signal);
      await once(child.stderr, "data");
      child.kill(signal); // as npm does with what the terminal has sent
      await sleep(700);
      t.is(readFileSync(file, "utf8"), "after", "one press");
      t.is(child.signalCode, null);
      child.kill(signal);
      t.deepEqual(await once(child, "close"), [null, signal]);
      t.is(readFileSync(file, "utf8"), text);
      t.is(said().includes(`${file} keeps the switch, which may be live in part`), state === "begun");
    });
  }
}

/** A process that has written the switch into the file, and what it has said on standard error so far. */
async function switcher(...args: readonly string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  await once(child.stdout, "data");
  return { child, said: () => said };
}
