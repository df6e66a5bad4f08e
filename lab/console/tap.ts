/** Outcome of a number of tests. */
export interface Tally {
  readonly passed: number;
  readonly failed: readonly Failure[];
  /** Titles, with the reason in brackets at their end. */
  readonly skipped: readonly string[];
}

export interface Failure {
  readonly title: string;
  /** Details of the failure, in TAP's form: indented YAML. */
  readonly details: readonly string[];
}

export interface TestResult {
  readonly result: keyof Tally;
  readonly title: string;
}

export const emptyTally: Tally = { passed: 0, failed: [], skipped: [] };

/** How many lines of a failure's details are repeated at the end. */
const detailsShown = 20;

/** What a line of TAP version 13 says about a test; undefined for any other line. */
export function parseTapLine(line: string): TestResult | undefined {
  const match = /^(not ok|ok) \d+(?: - (.*))?$/.exec(line);
  if (match === null) return undefined;
  const [, verdict, rest = ""] = match;
  const [title = "", directive = ""] = rest.split(/ # (?=(?:SKIP|TODO)\b)/);
  // a test still to be written counts as skipped, whatever its result
  const result = directive !== "" ? "skipped" : verdict === "ok" ? "passed" : "failed";
  return { result, title };
}

/** The line as shown: a mark in place of TAP's words. Lines that are not test results stay as they are. */
export function renderTapLine(line: string): string | undefined {
  const test = parseTapLine(line);
  if (test === undefined)
    return /^(TAP version|1\.\.|# (tests|pass|skip|todo|fail) )/.test(line) ? undefined : line;
  return `${{ passed: "✔", failed: "✘", skipped: "-" }[test.result]} ${test.title}`;
}

/**
 * The end of `make test`: each failure again, since it may be a thousand lines up, and one line of counts.
 * @param strict whether a skipped test is a failure, and is repeated too
 */
export function describeTally({ passed, failed, skipped }: Tally, strict = false): string {
  const failures = failed.flatMap(({ title, details }) => [`✘ ${title}`, ...details.slice(0, detailsShown)]);
  const missed = strict ? skipped.map((title) => `- ${title}`) : [];
  const verdict = missed.length > 0 ? ", which STRICT=1 does not allow" : "";
  const counted = `${passed} passed, ${failed.length} failed, ${skipped.length} skipped${verdict}`;
  return [...failures, ...missed, counted].join("\n");
}

/** Whether the tests count as passed. */
export function isGood({ failed, skipped }: Tally, strict: boolean): boolean {
  return failed.length === 0 && !(strict && skipped.length > 0);
}

export function addResult(tally: Tally, { result, title }: TestResult): Tally {
  if (result === "failed") return { ...tally, failed: [...tally.failed, { title, details: [] }] };
  if (result === "skipped") return { ...tally, skipped: [...tally.skipped, title] };
  return { ...tally, passed: tally.passed + 1 };
}

/** Counts TAP's lines one after the other; details belong to the test in front of them. */
export function tapReader(before: Tally): { read(line: string): void; tally(): Tally } {
  let tally = before;
  let place: "after a failure" | "in its details" | undefined;
  return {
    tally: () => tally,
    read: (line) => {
      const test = parseTapLine(line);
      if (test !== undefined) {
        tally = addResult(tally, test);
        place = test.result === "failed" ? "after a failure" : undefined;
      } else if (line === "  ---" && place === "after a failure") place = "in its details";
      else if (line === "  ...") place = undefined;
      else if (place === "in its details") tally = addDetail(tally, line);
    },
  };
}

function addDetail(tally: Tally, line: string): Tally {
  const last = tally.failed.at(-1);
  if (last === undefined) return tally;
  const details = [...last.details, line];
  return { ...tally, failed: [...tally.failed.slice(0, -1), { ...last, details }] };
}
