import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { alone } from "../../../operations/failover/alone.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

async function fileOf(t: ExecutionContext): Promise<{ folder: string; file: string }> {
  const folder = await temporaryFolder(t);
  const file = join(folder, "Pulumi.x.yaml");
  writeFileSync(file, "config: {}\n");
  return { folder, file };
}

test("the lock lies beside the file while the work runs, and not after it", async (t) => {
  const { folder, file } = await fileOf(t);
  t.is(
    await alone(file, async () => {
      t.deepEqual(readdirSync(folder), [".Pulumi.x.yaml.lock", "Pulumi.x.yaml"]);
      return 42;
    }),
    42,
  );
  t.deepEqual(readdirSync(folder), ["Pulumi.x.yaml"]);
});

test("a second run is refused, also by way of a link", async (t) => {
  const { folder, file } = await fileOf(t);
  mkdirSync(join(folder, "other"));
  const link = join(folder, "other", "Pulumi.x.yaml");
  symlinkSync(file, link);
  await alone(file, async () => {
    await t.throwsAsync(
      alone(link, async () => t.fail()),
      {
        instanceOf: UserError,
        message: `another run of this command (process ${process.pid}) works on ${link}: wait for it to end and run this one again; nothing was switched`,
      },
    );
  });
});

test("a run in another container is refused too, with the way out where it is gone", async (t) => {
  const { folder, file } = await fileOf(t);
  const lock = join(folder, ".Pulumi.x.yaml.lock");
  const mark = {
    pid: 7,
    startTime: "1",
    place: "elsewhere (pid:[1])",
    command: "npm run failover",
    since: "",
  };
  writeFileSync(lock, JSON.stringify(mark));
  await t.throwsAsync(
    alone(file, async () => t.fail()),
    {
      instanceOf: UserError,
      message: `another run of this command (process 7 at elsewhere (pid:[1])) works on ${file}: wait for it to end, or remove ${lock} if it is gone and run this one again; nothing was switched`,
    },
  );
  t.true(existsSync(lock));
});

test("a file that is not there is said to be missing", async (t) => {
  const file = join(await temporaryFolder(t), "Pulumi.x.yaml");
  await t.throwsAsync(
    alone(file, async () => t.fail()),
    { instanceOf: UserError, message: `there is no ${file}: name a stack that has one with --stack` },
  );
});

test("a lock that cannot be put there is a sentence", async (t) => {
  const { folder, file } = await fileOf(t);
  mkdirSync(join(folder, ".Pulumi.x.yaml.lock"));
  await t.throwsAsync(
    alone(file, async () => t.fail()),
    {
      instanceOf: UserError,
      message: `no lock can be put beside ${file}: EISDIR: illegal operation on a directory, read; nothing was switched`,
    },
  );
});
