import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import { temporaryFolder } from "../temporary-folder.ts";

const script = fileURLToPath(new URL("interrupted.ts", import.meta.url));

/** A process in a group of its own that runs a shell script as its engine. */
async function start(t: ExecutionContext, engine: string) {
  const command = join(await temporaryFolder(t), "pulumi");
  writeFileSync(command, `#!/bin/sh\n${engine}\n`, { mode: 0o755 });
  return spawn(process.execPath, [script, command], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
}

test("a Ctrl-C, which reaches the whole process group, asks the engine to end once", async (t) => {
  const counting = [
    "asked=0",
    "trap 'asked=$((asked + 1))' INT",
    "echo up",
    "for tick in 1 2 3 4 5 6 7 8 9 10; do sleep 0.1; done",
    'echo "asked $asked times"',
  ];
  const child = await start(t, counting.join("\n"));
  const [up] = await once(child.stdout, "data");
  t.is(String(up), "up\n");
  const said = text(child.stdout);
  process.kill(-(child.pid ?? 0), "SIGINT");
  await once(child, "close");
  t.is(await said, "asked 1 times\n");
});

for (const [what, engine, error] of [
  [
    "a failure",
    "echo out; echo 'error: no plugin' >&2; exit 3",
    /^CommandError: \S+ ended with code 3\nerror: no plugin\nout\n$/m,
  ],
  [
    "a lock",
    "echo 'error: the stack is currently locked by 1 lock(s)' >&2; exit 255",
    /^ConcurrentUpdateError: \S+ ended with code 255\n/m,
  ],
  [
    "a stack that is not there",
    "echo 'error: no stack named x found' >&2; exit 255",
    /^StackNotFoundError: \S+ ended with code 255\n/m,
  ],
  ["the end by a signal", "kill -KILL $$", /^CommandError: \S+ ended with code null\n/m],
] as const) {
  test(`${what} of the engine is told as the Automation API tells it`, async (t) => {
    const child = await start(t, engine);
    t.regex(await text(child.stdout), error);
  });
}

test("an engine that is not there is told as one that fails", async (t) => {
  const missing = join(await temporaryFolder(t), "pulumi");
  const child = spawn(process.execPath, [script, missing], { stdio: ["ignore", "pipe", "inherit"] });
  t.is(await text(child.stdout), `CommandError: spawn ${missing} ENOENT\n`);
});
