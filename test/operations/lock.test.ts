import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import test from "ava";
import { UserError } from "../../core/model/user-error.ts";
import { type Holder, isAlive, takeLock, withLock } from "../../operations/lock.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { Answer, Order } from "./lock-contender.ts";

/** A pid whose process has ended. */
function endedPid(): number {
  return spawnSync("true").pid;
}

function here(): string {
  return `${hostname()} (${readlinkSync("/proc/self/ns/pid")})`;
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

const dead = { pid: endedPid(), startTime: "1", command: "make up", since: "2026-11-23T10:00:00Z" };

for (const [what, mark] of [
  ["of a process that has ended", JSON.stringify({ ...dead, place: here() })],
  ["whose pid now belongs to another process", JSON.stringify({ ...dead, pid: process.pid, place: here() })],
  ["that is no JSON", "{"],
  ["that is empty", ""],
  ["that says 1", "1"],
  ["that names process 1 and nothing else", '{"pid":1}'],
] as const) {
  test(`a lock ${what} is replaced`, async (t) => {
    const folder = await temporaryFolder(t);
    const file = join(folder, "lock");
    writeFileSync(file, mark);
    await withLock(file, { command: "make up" }, async () => {
      t.is((JSON.parse(readFileSync(file, "utf8")) as Holder).pid, process.pid);
    });
    t.deepEqual(readdirSync(folder), []);
  });
}

test("a lock whose taking over was cut short is taken over", async (t) => {
  const folder = await temporaryFolder(t);
  const mark = JSON.stringify({ ...dead, place: here() });
  for (const name of ["lock", "lock.stale", "lock.stale.stale"]) writeFileSync(join(folder, name), mark);
  await withLock(join(folder, "lock"), { command: "make up" }, async () => {});
  t.deepEqual(readdirSync(folder), []);
});

test("a lock of another machine or container is not judged by its pid, and the sentence says how to go on", async (t) => {
  const file = join(await temporaryFolder(t), "lock");
  writeFileSync(file, JSON.stringify({ ...dead, place: "elsewhere (pid:[1])" }));
  await t.throwsAsync(
    withLock(file, { command: "make up" }, async () => {}),
    {
      instanceOf: UserError,
      message: `\`make up\` runs already (pid ${dead.pid} at elsewhere (pid:[1]), since ${dead.since}): wait for it to end; if it is gone, remove ${file} and try again.`,
    },
  );
});

test("a lock that another has taken meanwhile is not given back in its place", async (t) => {
  const file = join(await temporaryFolder(t), "lock");
  const release = await takeLock(file, { command: "make up" });
  writeFileSync(file, "another's");
  release();
  t.is(readFileSync(file, "utf8"), "another's");
});

for (const [count, what, mark] of [
  [2, "without a mark", undefined],
  [2, "with the mark of a process that has ended", JSON.stringify({ ...dead, place: here() })],
  [2, "with a mark that says 1", "1"],
  [4, "with the mark of a process that has ended", JSON.stringify({ ...dead, place: here() })],
] as const) {
  test.serial(
    `of ${count} starts in one millisecond exactly one is inside: 100 rounds ${what}`,
    async (t) => {
      t.timeout(120_000);
      const folder = await temporaryFolder(t);
      const script = new URL("lock-contender.ts", import.meta.url);
      const contenders = Array.from({ length: count }, () => fork(script));
      t.teardown(() => {
        for (const one of contenders) one.kill("SIGKILL");
      });
      const order = (one: ChildProcess, sent: Order) => one.send(sent);
      const answer = async (one: ChildProcess): Promise<Answer> => (await once(one, "message"))[0];
      for (let round = 0; round < 100; round++) {
        const own = join(folder, String(round));
        const file = join(own, "lock");
        mkdirSync(own);
        if (mark !== undefined) writeFileSync(file, mark);
        const answers = contenders.map(answer);
        for (const one of contenders) order(one, { file, at: Date.now() + 3 });
        const came = await Promise.all(answers);
        t.is(came.filter((one) => one === "in").length, 1, `round ${round}: ${came}`);
        const winner = contenders[came.indexOf("in")];
        if (winner === undefined) return;
        const left = answer(winner);
        order(winner, "leave");
        t.is(await left, "left");
        t.deepEqual(readdirSync(own), []);
      }
    },
  );
}

test("this process is alive, one that has ended is not", (t) => {
  t.true(isAlive({ pid: process.pid }));
  t.false(isAlive({ pid: endedPid() }));
});
