import test from "ava";
import { addResult, describeTally, emptyTally, parseTapLine, renderTapLine } from "../../lab/tap.ts";

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
  test(`\`${line}\` is shown as it is`, (t) => {
    t.is(parseTapLine(line), undefined);
    t.is(renderTapLine(line), line);
  });
}

test("results are counted into the last line of make test, after what failed", (t) => {
  const results = (["passed", "failed", "passed", "skipped"] as const).map((result, index) => ({
    result,
    title: `test ${index}`,
  }));
  t.is(describeTally(results.reduce(addResult, emptyTally)), "✘ test 1\n2 passed, 1 failed, 1 skipped");
  t.is(describeTally(emptyTally), "0 passed, 0 failed, 0 skipped");
});
