import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { UserError } from "../../core/model/user-error.ts";
import { replaceFile } from "../../operations/replace-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const root = process.getuid?.() === 0;
const canMount = root && spawnSync("unshare", ["-m", "true"]).status === 0;

function shell(command: string) {
  return spawnSync("sh", ["-c", command], { encoding: "utf8" });
}

async function fileOf(t: ExecutionContext, text: string): Promise<{ folder: string; file: string }> {
  const folder = await temporaryFolder(t);
  const file = join(folder, "Pulumi.x.yaml");
  writeFileSync(file, text);
  return { folder, file };
}

test("a file gets its new text in one step and keeps its mode, and nothing is left beside it", async (t) => {
  const { folder, file } = await fileOf(t, "old");
  chmodSync(file, 0o640);
  const { ino } = statSync(file);
  replaceFile(file, "old", "new");
  t.is(readFileSync(file, "utf8"), "new");
  t.is(statSync(file).mode & 0o7777, 0o640);
  t.not(statSync(file).ino, ino, "whoever has opened the old file reads the old text to its end");
  t.deepEqual(readdirSync(folder), ["Pulumi.x.yaml"]);
});

(root ? test : test.skip)("a file keeps its owner (needs root)", async (t) => {
  const { file } = await fileOf(t, "old");
  chownSync(file, 12_345, 12_346);
  replaceFile(file, "old", "new");
  const { uid, gid } = statSync(file);
  t.deepEqual([uid, gid], [12_345, 12_346]);
});

test("a symbolic link stays one, and the file it leads to gets the text", async (t) => {
  const { folder, file } = await fileOf(t, "old");
  mkdirSync(join(folder, "links"));
  const link = join(folder, "links", "Pulumi.x.yaml");
  symlinkSync("../Pulumi.x.yaml", link);
  replaceFile(link, "old", "new");
  t.true(lstatSync(link).isSymbolicLink());
  t.is(readlinkSync(link), "../Pulumi.x.yaml");
  t.is(readFileSync(file, "utf8"), "new");
  t.deepEqual(readdirSync(join(folder, "links")), ["Pulumi.x.yaml"]);
});

test("an edit made since the file was read is kept, and said", async (t) => {
  const { folder, file } = await fileOf(t, "a colleague's");
  t.throws(() => replaceFile(file, "old", "new"), {
    instanceOf: UserError,
    message: `${file} was changed while this command read it: run the command again`,
  });
  t.is(readFileSync(file, "utf8"), "a colleague's");
  t.deepEqual(readdirSync(folder), ["Pulumi.x.yaml"]);
});

test("a file that is gone is said to be", async (t) => {
  const file = join(await temporaryFolder(t), "Pulumi.x.yaml");
  t.throws(() => replaceFile(file, "", "new"), {
    instanceOf: UserError,
    message: /^\S+Pulumi\.x\.yaml cannot be written: ENOENT: /,
  });
});

(canMount ? test : test.skip)(
  "a full disk leaves the old text and nothing beside it (needs a root that can mount)",
  async (t) => {
    const folder = await temporaryFolder(t);
    const disk = join(folder, "disk");
    mkdirSync(disk);
    const mounted = shell(`mount -t tmpfs -o size=16k tmpfs ${disk}`);
    t.is(mounted.status, 0, mounted.stderr);
    try {
      const file = join(disk, "Pulumi.x.yaml");
      writeFileSync(file, "old");
      t.throws(() => replaceFile(file, "old", "x".repeat(65_536)), {
        instanceOf: UserError,
        message: `${file} cannot be written: ENOSPC: no space left on device, write`,
      });
      t.is(readFileSync(file, "utf8"), "old");
      t.deepEqual(readdirSync(disk), ["Pulumi.x.yaml"]);
    } finally {
      shell(`umount ${disk}`);
    }
  },
);
