import { execFileSync } from "node:child_process";
import { mkdir, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { filesOf } from "../../components/project-files.ts";
import { mostBytes } from "../../components/text-file.ts";
import { readCatalogue } from "../../core/config/catalog-folder.ts";
import { UserError } from "../../core/model/user-error.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { told } from "../told-problems.ts";

test("a catalogue tells of pipes, devices, link loops, large files and bytes that are no text, and waits for none", async (t) => {
  const root = await temporaryFolder(t);
  const folder = join(root, "catalog");
  await mkdir(folder);
  execFileSync("mkfifo", [join(folder, "pipe.yaml")]);
  await symlink("/dev/zero", join(folder, "device.yaml"));
  await symlink("loop.yaml", join(folder, "loop.yaml"));
  await symlink("nowhere", join(folder, "dangling.yaml"));
  await mkdir(join(folder, "folder.yaml"));
  await writeFile(join(folder, "large.yaml"), `# ${"x".repeat(1024 * 1024)}\n`);
  await writeFile(join(folder, "huge.yaml"), "");
  await truncate(join(folder, "huge.yaml"), mostBytes + 1);
  await writeFile(join(folder, "latin1.yaml"), Buffer.from([0x61, 0xe9]));
  await writeFile(join(folder, "web.yaml"), "class: a\n");
  const { files, problems } = readCatalogue("catalog", filesOf(root));
  t.deepEqual(files, [{ name: "web", file: "catalog/web.yaml", contents: { class: "a" } }]);
  t.deepEqual(told(problems), [
    "catalog/dangling.yaml: wrong-file-name",
    "catalog/device.yaml: unreadable-file",
    "catalog/folder.yaml: wrong-file-name",
    "catalog/huge.yaml: unreadable-file",
    "catalog/large.yaml: unreadable-file",
    "catalog/latin1.yaml: unreadable-file",
    "catalog/loop.yaml: unreadable-file",
    "catalog/pipe.yaml: unreadable-file",
  ]);
});

test("a folder whose links lead to each other is a problem of its key", async (t) => {
  const root = await temporaryFolder(t);
  await symlink("loop", join(root, "loop"));
  t.deepEqual(told(readCatalogue("loop", filesOf(root)).problems), ["catalog: unreadable-file"]);
});

test("a file is read as it is, and one that is missing is none", async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, "a"), "\ufeffé\n");
  const { read } = filesOf(root);
  t.is(read("a"), "\ufeffé\n");
  t.is(read("b"), undefined);
  t.is(read("a/b"), undefined);
  t.is(read("."), undefined);
  t.throws(() => read("/dev/null"), { instanceOf: UserError });
});
