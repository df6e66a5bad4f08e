import { execFile } from "node:child_process";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test, { type ExecutionContext } from "ava";
import { temporaryFolder } from "./temporary-folder.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = ["package.json", "package-lock.json", ".npmrc"];

interface LockedPackage {
  resolved?: string;
  libc?: readonly string[];
}

test("`npm ci` accepts the lock file: it names the packages of every platform", async (t) => {
  await t.notThrowsAsync(npm(await copyOfFiles(t), "ci", "--dry-run"));
});

test("`npm install`, which `pulumi install` runs, leaves the lock file as it is", async (t) => {
  const folder = await copyOfFiles(t);
  await npm(folder, "install", "--package-lock-only");
  t.is(await readFile(join(folder, "package-lock.json"), "utf8"), await lockFile());
});

test("the lock file names no registry, and no libc, which npm 10 would take out and npm 11 add", async (t) => {
  const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(await lockFile());
  const offending = Object.entries(packages).filter(([, { resolved, libc }]) => resolved ?? libc);
  t.deepEqual(
    offending.map(([name]) => name),
    [],
  );
});

function lockFile(): Promise<string> {
  return readFile(join(root, "package-lock.json"), "utf8");
}

async function copyOfFiles(t: ExecutionContext): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const file of files) await cp(join(root, file), join(folder, file));
  return folder;
}

/** Without a network and a cache, npm has the lock file alone to go by. */
async function npm(folder: string, ...args: readonly string[]): Promise<void> {
  const alone = ["--offline", "--cache", join(folder, "cache"), "--ignore-scripts", "--loglevel=error"];
  await promisify(execFile)("npm", [...args, ...alone], { cwd: folder });
}
