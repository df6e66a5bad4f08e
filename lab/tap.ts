/** Outcome of a number of tests. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export type TestResult = keyof Tally;

/** What a line of TAP version 13 says about a test; undefined for any other line. */
export function parseTapLine(
  line: string,
): { readonly result: TestResult; readonly title: string } | undefined {
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

/** `make test` ends with this line. */
export function describeTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

export function addResult(tally: Tally, result: TestResult): Tally {
  return { ...tally, [result]: tally[result] + 1 };
}
