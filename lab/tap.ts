/** Outcome of a number of tests. */
export interface Tally {
  readonly passed: number;
  /** Their titles. */
  readonly failed: readonly string[];
  readonly skipped: number;
}

export interface TestResult {
  readonly result: keyof Tally;
  readonly title: string;
}

export const emptyTally: Tally = { passed: 0, failed: [], skipped: 0 };

/** What a line of TAP version 13 says about a test; undefined for any other line. */
export function parseTapLine(line: string): TestResult | undefined {
  const match = /^(not ok|ok) \d+(?: - (.*))?$/.exec(line);
  if (match === null) return undefined;
  const [, verdict, rest = ""] = match;
  const [title = "", directive = ""] = rest.split(/ # (?=(?:SKIP|TODO)\b)/);
  // a test that is still to be written counts as skipped, whichever verdict it carries
  const result = directive !== "" ? "skipped" : verdict === "ok" ? "passed" : "failed";
  return { result, title };
}

/** The line for people: a mark instead of TAP's words; everything but test lines as it is. */
export function renderTapLine(line: string): string | undefined {
  const test = parseTapLine(line);
  if (test === undefined)
    return /^(TAP version|1\.\.|# (tests|pass|skip|todo|fail) )/.test(line) ? undefined : line;
  return `${{ passed: "✔", failed: "✘", skipped: "-" }[test.result]} ${test.title}`;
}

/** `make test` ends with this: each failure once more, which may be a thousand lines up, and one line that counts. */
export function describeTally({ passed, failed, skipped }: Tally): string {
  const named = failed.map((title) => `✘ ${title}`);
  return [...named, `${passed} passed, ${failed.length} failed, ${skipped} skipped`].join("\n");
}

export function addResult(tally: Tally, { result, title }: TestResult): Tally {
  if (result === "failed") return { ...tally, failed: [...tally.failed, title] };
  return { ...tally, [result]: tally[result] + 1 };
}
