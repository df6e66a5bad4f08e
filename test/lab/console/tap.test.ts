import test from "ava";
import {
  addResult,
  describeTally,
  emptyTally,
  isGood,
  parseTapLine,
  renderTapLine,
  tapReader,
} from "../../../lab/console/tap.ts";

for (const [line, result, title, shown] of [
  ["ok 1 - lab › lock › is held", "passed", "lab › lock › is held", "✔ lab › lock › is held"],
  ["not ok 2 - lab › fails", "failed", "lab › fails", "✘ lab › fails"],
  ["ok 3 - e2e: no containerd # SKIP", "skipped", "e2e: no containerd", "- e2e: no containerd"],
  ["not ok 4 - later # TODO", "skipped", "later", "- later"],
  ["ok 5 - a title with # in it", "passed", "a title with # in it", "✔ a title with # in it"],
  ["ok 6", "passed", "", "✔ "],
] as const) {
  test(`\`${line.replaceAll("#", "(hash)")}\` is ${result}`, (t) => {
    t.deepEqual(parseTapLine(line), { result, title });
    t.is(renderTapLine(line), shown);
  });
}

for (const line of ["TAP version 13", "1..12", "# tests 12", "# pass 11", "# skip 1", "# fail 0"]) {
  test(`\`${line}\` is TAP's own and not shown`, (t) => {
    t.is(parseTapLine(line), undefined);
    t.is(renderTapLine(line), undefined);
  });
}

for (const line of ["  ---", "    message: ok 1 - no test", "# measured: 12 ms", "printed by a test"]) {
  test(`\`${line}\` is shown unchanged`, (t) => {
    t.is(parseTapLine(line), undefined);
    t.is(renderTapLine(line), line);
  });
}

test("make test ends with the failures and a line of counts", (t) => {
  const results = (["passed", "failed", "passed", "skipped"] as const).map((result, index) => ({
    result,
    title: `test ${index}`,
  }));
  const tally = results.reduce(addResult, emptyTally);
  t.is(describeTally(tally), "✘ test 1\n2 passed, 1 failed, 1 skipped");
  t.is(
    describeTally(tally, true),
    "✘ test 1\n- test 3\n2 passed, 1 failed, 1 skipped, which STRICT=1 does not allow",
  );
  t.is(describeTally(emptyTally), "0 passed, 0 failed, 0 skipped");
  t.is(describeTally(emptyTally, true), "0 passed, 0 failed, 0 skipped");
});

test("a failure is shown with its details, without those of passed tests and the tests' own output", (t) => {
  const reader = tapReader(emptyTally);
  for (const line of [
    "not ok 1 - one",
    "#   logged",
    "  ---",
    "    assertion: t.is()",
    ...Array.from({ length: 30 }, (_, index) => `    - ${index}`),
    "  ...",
    "printed",
    "ok 2 - two",
    "  ---",
    "    duration_ms: 3",
    "  ...",
    "not ok 3 - three",
    "printed too",
  ]) {
    reader.read(line);
  }
  const { failed } = reader.tally();
  t.deepEqual(
    failed.map(({ title, details }) => [title, details.length]),
    [
      ["one", 31],
      ["three", 0],
    ],
  );
  const lines = describeTally(reader.tally()).split("\n");
  t.deepEqual(lines.slice(0, 3), ["✘ one", "    assertion: t.is()", "    - 0"]);
  t.deepEqual(lines.slice(-3), ["    - 18", "✘ three", "1 passed, 2 failed, 0 skipped"]);
});

for (const [result, strict, good] of [
  ["passed", true, true],
  ["skipped", false, true],
  ["skipped", true, false],
  ["failed", false, false],
] as const) {
  test(`a ${result} test is a ${good ? "success" : "failure"}${strict ? " with STRICT=1" : ""}`, (t) => {
    t.is(isGood(addResult(emptyTally, { result, title: "x" }), strict), good);
  });
}
