import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { type Candidate, chooseSource, describeChoice, findOnPath } from "../../../lab/tools/source.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

function candidates(answers: readonly (object | undefined)[], tried: string[]): Candidate<object>[] {
  const sources = ["PATH", "downloaded", "built"] as const;
  return sources.map((source, index) => ({
    source,
    get: async () => {
      tried.push(source);
      return answers[index] ?? { unavailable: `nothing ${source}` };
    },
  }));
}

for (const [title, answers, line, order] of [
  ["an installed one wins, and no other source is tried", [{}, {}, {}], "etcd: found on PATH", ["PATH"]],
  ["else the download", [undefined, {}, {}], "etcd: downloaded (nothing PATH)", ["PATH", "downloaded"]],
  [
    "else the build, with the reasons against the others",
    [undefined, undefined, {}],
    "etcd: built from its Go module (nothing PATH; nothing downloaded)",
    ["PATH", "downloaded", "built"],
  ],
] as const) {
  test(title, async (t) => {
    const tried: string[] = [];
    const choice = await chooseSource("etcd", candidates(answers, tried));
    t.is(describeChoice("etcd", choice), line);
    t.deepEqual(tried, [...order]);
  });
}

test("if no source is usable, every reason is given", async (t) => {
  await t.throwsAsync(chooseSource("etcd", candidates([], [])), {
    message: "etcd cannot be had: nothing PATH; nothing downloaded; nothing built",
  });
});

test("an executable is found in the first folder of PATH that has one; folders and plain files do not count", async (t) => {
  const root = await temporaryFolder(t);
  for (const folder of ["a", "b", "c"]) mkdirSync(join(root, folder));
  mkdirSync(join(root, "a", "tool"));
  writeFileSync(join(root, "b", "tool"), "");
  writeFileSync(join(root, "c", "tool"), "");
  const path = ["", "a", "b", "c"].map((folder) => (folder === "" ? "" : join(root, folder))).join(":");
  t.is(findOnPath("tool", path), undefined);
  chmodSync(join(root, "c", "tool"), 0o755);
  t.is(findOnPath("tool", path), join(root, "c", "tool"));
});
