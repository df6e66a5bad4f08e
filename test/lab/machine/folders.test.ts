import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { cacheRoot, ensureFolder, isOpenToAll, stateRoot } from "../../../lab/machine/folders.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

test("the cache is below XDG_CACHE_HOME, else ~/.cache", (t) => {
  t.is(cacheRoot({ XDG_CACHE_HOME: "/c" }, "/home/a"), "/c/exposure-lab");
  t.is(cacheRoot({ XDG_CACHE_HOME: "" }, "/home/a"), "/home/a/.cache/exposure-lab");
});

test("state is below XDG_STATE_HOME, else ~/.local/state, or /var/lib for root", (t) => {
  t.is(stateRoot({ XDG_STATE_HOME: "/s" }, "/root", 0), "/s/exposure-lab");
  t.is(stateRoot({}, "/home/a", 1000), "/home/a/.local/state/exposure-lab");
  t.is(stateRoot({}, "/root", 0), "/var/lib/exposure-lab");
});

test("a folder is filled once and leaves nothing beside it", async (t) => {
  const parent = await temporaryFolder(t);
  const folder = join(parent, "tool");
  let fills = 0;
  const fill = async (temporary: string) => {
    fills++;
    writeFileSync(join(temporary, "file"), "done");
  };
  t.is(await ensureFolder(folder, fill), folder);
  t.is(await ensureFolder(folder, fill), folder);
  t.is(fills, 1);
  t.deepEqual(readdirSync(parent), ["tool"]);
  t.true(isOpenToAll(join(folder, ".")) || !isOpenToAll(parent));
});

test("a failed fill leaves no folder, and the next one starts again", async (t) => {
  const parent = await temporaryFolder(t);
  const folder = join(parent, "tool");
  const failing = async (temporary: string) => {
    writeFileSync(join(temporary, "half"), "");
    throw new Error("compiler crashed");
  };
  await t.throwsAsync(ensureFolder(folder, failing), { message: "compiler crashed" });
  t.deepEqual(readdirSync(parent), []);
  await ensureFolder(folder, async (temporary) => {
    t.deepEqual(readdirSync(temporary), []);
  });
  t.true(existsSync(folder));
});

test("the next fill removes what a killed process left half filled", async (t) => {
  const parent = await temporaryFolder(t);
  mkdirSync(join(parent, ".tool.Ab12Cd"));
  writeFileSync(join(parent, ".tool.Ab12Cd", "half"), "");
  await ensureFolder(join(parent, "tool"), async () => {});
  t.deepEqual(readdirSync(parent), ["tool"]);
});

test("two processes fill the same folder once: the second waits", async (t) => {
  const folder = join(await temporaryFolder(t), "tool");
  const filled: string[] = [];
  let waited = 0;
  const fill = (content: string) => async (temporary: string) => {
    filled.push(content);
    await new Promise((resolve) => setTimeout(resolve, 50));
    writeFileSync(join(temporary, "by"), content);
  };
  const wait = () => {
    waited++;
  };
  // the file system decides which one is first
  await Promise.all([ensureFolder(folder, fill("one"), wait), ensureFolder(folder, fill("other"), wait)]);
  t.deepEqual(filled, [readFileSync(join(folder, "by"), "utf8")]);
  t.is(waited, 1);
});
