import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../lab/machine/run.ts";
import { collected, goldenFile } from "./told-problems.ts";

/** Writes the golden file of sentences anew, from all that the tests meet. */
const noTests = ["!test/e2e/**", "!test/engine/**", "!test/lab/**", "!test/bench/**"];

rmSync(collected, { recursive: true, force: true });
const before = readFileSync(goldenFile, "utf8");
// An empty file: each sentence that a test meets is collected.
writeFileSync(goldenFile, "");
try {
  await run("node_modules/.bin/ava", ["test/**/*.test.ts", ...noTests], { env: { UPDATE_GOLDEN: "1" } });
} catch (error) {
  writeFileSync(goldenFile, before); // Sentences are missing where a test failed for another reason.
  throw error;
}
const sentences = readdirSync(collected).flatMap((file) =>
  readFileSync(join(collected, file), "utf8").trim().split("\n"),
);
writeFileSync(goldenFile, `${[...new Set(sentences)].toSorted().join("\n")}\n`);
