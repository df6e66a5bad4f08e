import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import anyTest, { type ExecutionContext, type TestFn } from "ava";
import { Sandbox } from "./sandbox.ts";

const test = anyTest as TestFn<Sandbox>;
type T = ExecutionContext<Sandbox>;

const path = `${process.env.PATH}:/usr/sbin`;
const missing = ["logrotate", "flock", "gzip"].filter(
  (tool) => spawnSync("sh", ["-c", `command -v ${tool}`], { env: { PATH: path } }).status !== 0,
);
/** Named in the report of the run where a tool is not installed. */
const agentTest = (title: string, body: (t: T) => Promise<void>) =>
  missing.length === 0 ? test(title, body) : test.skip(`${title} (needs ${missing.join(", ")})`, body);

const kilobytes = (letter: string, count = 2) => `${letter.repeat(count * 1024 - 1)}\n`;
const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `line ${from + index} ${"x".repeat(30)}`);

test.beforeEach((t) => {
  t.context = new Sandbox();
});
test.afterEach.always((t) => t.context.remove());

agentTest(
  "a file above the size is turned over and nginx reopens it; a smaller one is left alone",
  async (t) => {
    const nginx = await t.context.nginx();
    await nginx.log("a".repeat(2000));
    t.context.write("error.log", "small\n");
    t.like(await t.context.agent(), { code: 0 });
    await nginx.log("after");
    t.is(nginx.reopened, 1);
    t.deepEqual(t.context.files(), ["access.log", "access.log.1", "error.log"]);
    t.is(t.context.read("access.log"), "after\n");
  },
);

agentTest("only the nginx that has the class' directory mounted is signalled", async (t) => {
  const elsewhere = join(t.context.root, "elsewhere");
  mkdirSync(elsewhere);
  const own = await t.context.nginx();
  const other = await t.context.nginx("/other-class", elsewhere);
  const onTheNode = await t.context.nginx("/class", elsewhere, "/srv/logs");
  await own.log("a".repeat(2000));
  await t.context.agent();
  await own.log("settled");
  await other.log("settled");
  await onTheNode.log("settled");
  t.deepEqual([own.reopened, other.reopened, onTheNode.reopened], [1, 0, 0]);
});

agentTest("20 rotations lose and double no line: every file in turn holds the next ones", async (t) => {
  const nginx = await t.context.nginx();
  const written: string[] = [];
  for (let round = 0; round < 20; round++) {
    const batch = lines(round * 40, 40);
    written.push(...batch);
    await nginx.log(batch.join("\n"));
    t.like(await t.context.agent({ keep: 30 }), { code: 0 });
  }
  const names = Array.from(
    { length: 20 },
    (_, index) => `access.log.${20 - index}${index === 19 ? "" : ".gz"}`,
  );
  const found = [...names, "access.log"].map((name) => t.context.read(name)).join("");
  t.deepEqual(found.trimEnd().split("\n"), written);
  t.is(nginx.reopened, 20);
});

agentTest("as many turned-over files are kept as asked for, all but the newest compressed", async (t) => {
  for (const letter of ["a", "b", "c", "d", "e"]) {
    t.context.write("access.log", kilobytes(letter));
    t.like(await t.context.agent({ keep: 3 }), { code: 0 });
  }
  t.deepEqual(t.context.files(), ["access.log.1", "access.log.2.gz", "access.log.3.gz"]);
  t.deepEqual(
    ["access.log.1", "access.log.2.gz", "access.log.3.gz"].map((name) => t.context.read(name).at(0)),
    ["e", "d", "c"],
  );
});

agentTest("a smaller count takes effect on the files there are, the newest stay", async (t) => {
  for (let number = 9; number > 1; number--)
    t.context.write(`access.log.${number}.gz`, gzipSync(`${number}`));
  t.context.write("access.log.1", "1");
  t.context.write("error.log.1", "1");
  for (const live of ["access.log", "error.log"]) t.context.write(live, "small\n");
  const seconds = Date.now() / 1000;
  for (const name of t.context.files()) {
    const age = Number(/\d/.exec(name)?.[0] ?? 0);
    utimesSync(join(t.context.logs, name), seconds - age, seconds - age);
  }
  t.like(await t.context.agent({ keep: 3 }), { code: 0 });
  const kept = [
    "access.log",
    "access.log.1",
    "access.log.2.gz",
    "access.log.3.gz",
    "error.log",
    "error.log.1",
  ];
  t.deepEqual(t.context.files(), kept);
});

agentTest("a small file is turned over once it is older than the age, an empty one never", async (t) => {
  t.context.write("access.log", "line\n");
  t.context.write("error.log", "");
  await t.context.agent();
  t.deepEqual(t.context.files(), ["access.log", "error.log"]);
  const dayAgo = Date.now() / 1000 - 86_401;
  for (const name of ["access.log", "error.log"])
    utimesSync(join(t.context.logs, ".turned-over", name), dayAgo, dayAgo);
  t.like(await t.context.agent(), { code: 0 });
  t.deepEqual(t.context.files(), ["access.log.1", "error.log"]);
});

agentTest("turned-over files above the maximum age are removed, live ones are not", async (t) => {
  const old = Date.now() / 1000 - 15 * 86_400;
  for (const name of ["access.log", "access.log.1", "access.log.2.gz"])
    utimesSync(t.context.write(name, name.endsWith(".gz") ? gzipSync("old") : "old\n"), old, old);
  await t.context.agent();
  t.deepEqual(t.context.files(), ["access.log"]);
});

agentTest("over the budget the oldest files go, until it is kept, and it is said which", async (t) => {
  for (const [index, name] of ["access.log.1", "error.log.1", "access.log.2.gz"].entries()) {
    const minutesAgo = Date.now() / 1000 - 60 * (index + 1);
    const content = name.endsWith(".gz") ? gzipSync(kilobytes("z")) : kilobytes("b", 3);
    utimesSync(t.context.write(name, content), minutesAgo, minutesAgo);
  }
  t.context.write("access.log", "live\n");
  const { code, said } = await t.context.agent({ budget: "4k" });
  t.is(code, 0);
  t.deepEqual(t.context.files(), ["access.log", "access.log.1"]);
  t.regex(said, /over the budget of 4096: removed .*access\.log\.2\.gz\n.*removed .*error\.log\.1\n$/);
});

agentTest("a live file that alone is over the budget is turned over and removed", async (t) => {
  const nginx = await t.context.nginx();
  await nginx.log("a".repeat(9000));
  t.like(await t.context.agent({ size: "1m", budget: "4k" }), { code: 0 });
  await nginx.log("after");
  t.deepEqual(t.context.files(), ["access.log"]);
  t.is(t.context.read("access.log"), "after\n");
});

agentTest("an agent that starts has nginx reopen: a former one may have died after the rename", async (t) => {
  const nginx = await t.context.nginx();
  await nginx.log("before");
  t.context.write("access.log.1", t.context.read("access.log"));
  const agent = t.context.start();
  while (nginx.reopened === 0) await setTimeout(20);
  agent.kill("SIGTERM");
  t.deepEqual(await once(agent, "exit"), [0, null]);
});

agentTest("what a killed compression left is finished, not doubled", async (t) => {
  t.context.write("access.log.2", kilobytes("c"));
  t.context.write("access.log.2.gz", gzipSync(kilobytes("c")).subarray(0, 15));
  t.context.write("access.log.1", kilobytes("d"));
  t.context.write("access.log.1.gz", "");
  t.context.write("access.log", kilobytes("e"));
  t.like(await t.context.agent(), { code: 0 });
  t.deepEqual(t.context.files(), ["access.log.1", "access.log.2.gz", "access.log.3.gz"]);
  t.is(t.context.read("access.log.3.gz"), kilobytes("c"));
  t.is(t.context.read("access.log.2.gz"), kilobytes("d"));
});

agentTest(
  "two different files of one number are both kept when compression is switched on again",
  async (t) => {
    t.context.write("access.log.2", "newer, plain\n");
    t.context.write("access.log.2.gz", gzipSync("older, compressed\n"));
    t.context.write("access.log", "live\n");
    t.like(await t.context.agent(), { code: 0 });
    t.deepEqual(
      [t.context.read("access.log.2.gz"), t.context.read("access.log.3.gz")],
      ["older, compressed\n", "newer, plain\n"],
    );
  },
);

agentTest("copyTruncate empties the file in place and signals nobody", async (t) => {
  const nginx = await t.context.nginx();
  await nginx.log("a".repeat(2000));
  const { ino } = statSync(join(t.context.logs, "access.log"));
  t.like(await t.context.agent({ copyTruncate: true }), { code: 0 });
  await nginx.log("after");
  t.is(statSync(join(t.context.logs, "access.log")).ino, ino);
  t.is(t.context.read("access.log"), "after\n");
  t.is(nginx.reopened, 0);
});

agentTest("a directory without log files is no fault", async (t) => {
  t.deepEqual(await t.context.agent(), { code: 0, said: "" });
  t.false(existsSync(join(t.context.logs, ".turned-over")));
});

agentTest(
  "alive and ready before the first look: no; after it: yes; with a look too long ago: no",
  async (t) => {
    t.is((await t.context.agent({}, "ready")).code, 1);
    const agent = t.context.start();
    while ((await t.context.agent({}, "ready")).code !== 0) await setTimeout(20);
    t.is((await t.context.agent({}, "alive")).code, 0);
    const longAgo = Date.now() / 1000 - 3 * 3600 - 301;
    for (const name of ["looked", "well"]) utimesSync(join(t.context.root, "run", name), longAgo, longAgo);
    t.is((await t.context.agent({}, "alive")).code, 1);
    t.is((await t.context.agent({}, "ready")).code, 1);
    agent.kill("SIGTERM");
    await once(agent, "exit");
  },
);

agentTest(
  "started once a look went well; while none has, not before 45 s, so that its first look counts at once",
  async (t) => {
    const run = join(t.context.root, "run");
    const started = async () => (await t.context.agent({}, "started")).code === 0;
    t.false(await started(), "it does not run");
    writeFileSync(join(run, "begun"), "");
    t.false(await started(), "the first look is under way");
    const ago = (seconds: number) => Date.now() / 1000 - seconds;
    utimesSync(join(run, "begun"), ago(40), ago(40));
    t.false(await started());
    utimesSync(join(run, "begun"), ago(46), ago(46));
    t.true(await started(), "a look that takes long");
    rmSync(join(run, "begun"));
    const agent = t.context.start();
    while (!(await started())) await setTimeout(20);
    t.is((await t.context.agent({}, "ready")).code, 0);
    agent.kill("SIGTERM");
    await once(agent, "exit");
  },
);

agentTest("a second agent in the same directory does nothing, and says so", async (t) => {
  t.context.start();
  while ((await t.context.agent({}, "ready")).code !== 0) await setTimeout(20);
  t.context.write("access.log", kilobytes("a"));
  const { code, said } = await t.context.agent();
  t.is(code, 1);
  t.regex(said, /another agent is at work in /);
  t.deepEqual(t.context.files(), ["access.log"]);
});
