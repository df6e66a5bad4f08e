import test from "ava";
import fc from "fast-check";
import { automatonOf } from "../../../../core/config/regex/automaton.ts";
import { matches } from "../../../../core/config/regex/compare.ts";
import { parseExpression } from "../../../../core/config/regex/parse.ts";

const captures: Readonly<Record<string, number>> = {
  "/": 0,
  "/(.*)": 1,
  "/api/v([0-9]+)/(.*)": 2,
  "/app(/|$)(.*)": 2,
  "/(?:a|b)(c)": 1,
  "/[(]": 0,
  "/\\(": 0,
  "/a{2}b{1,}c{0,3}?": 0,
  "/\\d\\D\\w\\W\\.\\-": 0,
};

for (const [expression, expected] of Object.entries(captures)) {
  test(`${expression} has ${expected} groups`, (t) => {
    const parsed = parseExpression(expression);
    t.is(typeof parsed === "string" ? parsed : parsed.captures, expected);
  });
}

const wrong: Readonly<Record<string, string>> = {
  "/(": 'has a "(" without ")"',
  "/)": 'has a ")" without "("',
  "/[a": 'has a "[" without "]"',
  "/[]": 'has a "[" without "]"',
  "/a|/b": 'has "|" outside of a group: write "/(a|b)", not "/a|/b"',
  "/(?=a)": 'has a group that begins with "(?": only "(?:" is known, no lookaround and no flags',
  "/(?i)a": 'has a group that begins with "(?": only "(?:" is known, no lookaround and no flags',
  "/a**": 'has "*" with nothing to repeat',
  "/(+)": 'has "+" with nothing to repeat',
  "/$*": 'has "*" with nothing to repeat',
  "/a{,3}": 'has "{,3}", which is no repetition such as {2} or {1,3}',
  "/{id}": 'has "{id}", which is no repetition such as {2} or {1,3}',
  "/a{3,1}": 'has "{3,1}", whose ends are in the wrong order',
  "/a{101}": "repeats 101 times, and 100 is the most",
  "/[z-a]": 'has the range "z-a", whose ends are in the wrong order',
  "/[[:alpha:]]": 'has "[" in "[…]", which is not allowed',
  "/(a)\\1": 'has "\\\\1", which is not allowed',
  "/a\\": 'has "\\\\", which is not allowed',
  "/\\bx": 'has "\\\\b", which is not allowed',
  "/a b": 'has " ", which is not allowed',
  "/a;b": 'has ";", which is not allowed',
  '/a"b': 'has "\\"", which is not allowed',
  "/ü": 'has "ü", which is not allowed',
  "/%20": 'has "%", which is not allowed, because nginx matches decoded paths',
};

for (const [expression, problem] of Object.entries(wrong)) {
  test(`${expression}: ${problem}`, (t) => t.is(parseExpression(expression) as string, problem));
}

const atom = fc.constantFrom(
  "a",
  "b",
  "B",
  "/",
  ".",
  "[ab]",
  "[^a]",
  "[a-c0-9]",
  "\\d",
  "\\w",
  "\\W",
  "\\.",
  "$",
);
const { expression } = fc.letrec<{ expression: string; part: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: "small" },
    atom,
    fc.tuple(tie("expression"), tie("expression")).map(([one, other]) => `(${one}|${other})`),
    fc
      .tuple(tie("expression"), fc.constantFrom("*", "+", "?", "{2}", "{1,2}", "{2,}", "*?"))
      .map(([part, times]) => `(?:${part})${times}`),
  ),
  expression: fc.array(tie("part"), { maxLength: 3 }).map((parts) => parts.join("")),
}));
const path = fc.array(fc.constantFrom("a", "B", "c", "1", "/", ".", "-", "é"), { maxLength: 8 });

test("matches the same paths as JavaScript's expressions", (t) => {
  let compared = 0;
  fc.assert(
    fc.property(expression, path, (source, rest) => {
      const parsed = parseExpression(`/${source}`);
      if (typeof parsed === "string") throw new Error(`/${source} ${parsed}`);
      const automaton = automatonOf(parsed.tree);
      if (automaton === undefined) return;
      compared++;
      const request = `/${rest.join("")}`;
      return matches(automaton, request) === new RegExp(`^/${source}`, "i").test(request);
    }),
    { numRuns: 3_000, seed: 18 },
  );
  t.true(compared > 2_500, `${compared} compared`);
});
