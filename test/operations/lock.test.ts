import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { UserError } from "../../core/model/user-error.ts";
import { type Holder, isAlive, takeLock, withLock } from "../../operations/lock.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A pid whose process has ended. */
function endedPid(): number {
  return spawnSync("true").pid;
}

test("the lock is held while the work runs and gone after it", async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, "lock");
  const result = await withLock(file, { command: "make up" }, async () => {
    const holder = JSON.parse(readFileSync(file, "utf8")) as Holder;
    t.is(holder.pid, process.pid);
    t.is(holder.command, "make up");
    return 42;
  });
  t.is(result, 42);
  t.deepEqual(readdirSync(folder), []);
});

test("a second holder is refused with the first one, its start and what to do", async (t) => {
  const file = join(await temporaryFolder(t), "lock");
  await withLock(file, { command: "make up" }, async () => {
    const { since } = JSON.parse(readFileSync(file, "utf8")) as Holder;
    const error = await t.throwsAsync(
      withLock(file, { command: "make down" }, async () => {}),
      {
        instanceOf: UserError,
      },
    );
    t.is(
      error?.message,
      `\`make up\` runs already (pid ${process.pid}, since ${since}): wait for it to end, ` +
        `or stop it with \`kill ${process.pid}\` and try again.`,
    );
    t.true(existsSync(file));
  });
});

test("an acquired lock is held until it is released", async (t) => {
  const file = join(await temporaryFolder(t), "lock");
  const release = await takeLock(file, { command: "make drill" });
  await t.throwsAsync(takeLock(file, { command: "make test" }), { message: /^`make drill` runs already/ });
  release();
  (await takeLock(file, { command: "make test" }))();
  t.false(existsSync(file));
});

test("failing work releases the lock", async (t) => {
  const folder = await temporaryFolder(t);
  const failing = withLock(join(folder, "lock"), { command: "make up" }, () =>
    Promise.reject(new Error("no")),
  );
  await t.throwsAsync(failing, { message: "no" });
  t.deepEqual(readdirSync(folder), []);
});

for (const [what, holder] of [
  ["of a process that has ended", { pid: endedPid(), command: "make up", since: "2026-11-23T10:00:00Z" }],
  [
    "whose pid now belongs to another process",
    { pid: process.pid, startTime: "1", command: "make up", since: "" },
  ],
] as const) {
  test(`a lock ${what} is replaced`, async (t) => {
    const folder = await temporaryFolder(t);
    const file = join(folder, "lock");
    writeFileSync(file, JSON.stringify(holder));
    await withLock(file, { command: "make up" }, async () => {
      t.is((JSON.parse(readFileSync(file, "utf8")) as Holder).pid, process.pid);
    });
    t.deepEqual(readdirSync(folder), []);
  });
}

test("a lock file that is not JSON is replaced", async (t) => {
  const file = join(await temporaryFolder(t), "lock");
  writeFileSync(file, "{");
  t.is(await withLock(file, { command: "make up" }, async () => "in"), "in");
});

test("this process is alive, an ended one is not", (t) => {
  t.true(isAlive({ pid: process.pid }));
  t.false(isAlive({ pid: endedPid() }));
});
