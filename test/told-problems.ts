import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Parsed } from "../core/config/parsed.ts";
import { ConfigError, type Problem } from "../core/model/problems.ts";

/** The sentence of each problem that a test has met, behind its code: one line each, sorted. */
export const goldenFile = "test/problems.golden.txt";

/** Where a run with `UPDATE_GOLDEN` notes the sentences it meets; `npm run golden` sorts them into the golden file. */
export const collected = "node_modules/.cache/problems";

const golden = new Set(readFileSync(goldenFile, "utf8").split("\n"));

/**
 * `path: code` of each problem: what a test asserts, so that the wording can improve.
 * @throws Error for a problem whose sentence is not in the golden file
 */
export function told(problems: readonly Problem[]): readonly string[] {
  for (const problem of problems) holdSentence(problem);
  return problems.map(({ path, code }) => `${path}: ${code}`);
}

/** `path: code` of each problem for which a schema refuses a value; none where it does not. */
export function toldIn(parsed: Parsed<unknown>): readonly string[] {
  return parsed.ok ? [] : told(parsed.problems);
}

/** `path: code` of each problem for which a configuration is refused; none where it is not. */
export async function toldBy(parse: () => unknown): Promise<readonly string[]> {
  try {
    await parse();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return told(error.problems);
    throw error;
  }
}

function holdSentence({ code, message }: Problem): void {
  const line = `${code}: ${JSON.stringify(message)}`;
  if (golden.has(line)) return;
  if (process.env.UPDATE_GOLDEN === undefined) {
    throw new Error(`${goldenFile} lacks a sentence; run npm run golden and read its diff: ${line}`);
  }
  mkdirSync(collected, { recursive: true });
  appendFileSync(join(collected, `${process.pid}.txt`), `${line}\n`);
}
