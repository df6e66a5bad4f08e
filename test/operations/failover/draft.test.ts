import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import test from "ava";
import { withDraft } from "../../../operations/failover/draft.ts";

const module = new URL("../../../operations/failover/draft.ts", import.meta.url).href;

/** A process at work with a draft, and where that is. */
async function worker() {
  const code = `import { withDraft } from ${JSON.stringify(module)};
    await withDraft("config: {}", async (file) => {
      console.log(file);
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;
  const args = ["--input-type=module", "-e", code];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [file] = await once(child.stdout, "data");
  return { child, file: String(file).trimEnd() };
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(`${signal} ends the process as ever, and the draft is gone`, async (t) => {
    const { child, file } = await worker();
    t.is(await readFile(file, "utf8"), "config: {}");
    child.kill(signal);
    t.deepEqual(await once(child, "exit"), [null, signal]);
    t.false(existsSync(dirname(file)));
  });
}

for (const [title, work, came] of [
  ["goes well", async () => "done", "done"],
  ["fails", () => Promise.reject(new Error("not done")), "not done"],
] as const) {
  test.serial(
    `the draft is gone after work that ${title}, and so is whoever listens to signals`,
    async (t) => {
      const listeners = process.listenerCount("SIGINT");
      const drafts: string[] = [];
      const result = withDraft("config: {}", (file) => {
        drafts.push(file);
        t.true(existsSync(file));
        t.is(process.listenerCount("SIGINT"), listeners + 1);
        return work();
      });
      t.is(await result.catch(({ message }: Error) => message), came);
      t.deepEqual(
        drafts.map((file) => existsSync(dirname(file))),
        [false],
      );
      t.is(process.listenerCount("SIGINT"), listeners);
    },
  );
}
