import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { measure, treeMemory } from "../../../bench/failover/measure.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

test("the memory of a process includes all of its descendants", async (t) => {
  const proc = await temporaryFolder(t);
  const processes = { 9: [4, 2048], 4: [1, 1024], 7: [9, 512], 8: [1, 4096] };
  for (const [pid, [parent, kibibytes]] of Object.entries(processes)) {
    await mkdir(join(proc, pid));
    await writeFile(join(proc, pid, "status"), `Name:\tx\nPPid:\t${parent}\nVmRSS:\t   ${kibibytes} kB\n`);
  }
  t.is(treeMemory(4, proc), (1024 + 2048 + 512) / 1024);
});

test("a command that fails without its effect is reported with its output", async (t) => {
  const failing = [process.execPath, "-e", "console.error('no such stack'); process.exit(3)"];
  await t.throwsAsync(
    measure(failing, {}, async () => false, 10),
    { message: /failed:\nno such stack/ },
  );
});
