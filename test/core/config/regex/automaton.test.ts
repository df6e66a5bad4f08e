import test from "ava";
import { isExponential } from "../../../../core/config/regex/automaton.ts";
import { parseExpression } from "../../../../core/config/regex/parse.ts";

const exponential: Readonly<Record<string, boolean | undefined>> = {
  "/(a+)+": true,
  "/(a*)*": true,
  "/(a|a)*": true,
  "/(a|b|ab)+z": true,
  "/(a*b*)*": true,
  "/([a-z]+[0-9]*)+x": true,
  "/(.*/)*x": true,
  "/(a|b)*": false,
  "/(/[^/]+)*x": false,
  "/(a|ab)*$": false,
  "/(.*)/(.*)/(.*)": false,
  "/a{1,100}": false,
  "/((a{1,90}b){1,90})*": undefined,
};

for (const [expression, expected] of Object.entries(exponential)) {
  test(`${expression} ${expected === undefined ? "is too large" : `is exponential: ${expected}`}`, (t) => {
    const parsed = parseExpression(expression);
    if (typeof parsed === "string") return t.fail(parsed);
    t.is(isExponential(parsed.tree), expected);
  });
}

test("what is called exponential takes twice the time with each character, and what is not does not", (t) => {
  const path = `/${"a".repeat(26)}!`;
  const time = (expression: string) => {
    const started = performance.now();
    new RegExp(`^${expression}$`, "i").test(path);
    return performance.now() - started;
  };
  const fast = time("/(?:/[^/]+)*x");
  t.true(time("/(a+)+") > 20 * fast, `${fast} ms`);
});
