import test from "ava";
import { type Recipe, randomText, recipeProblem, SPECIAL } from "../../../../lab/plugins/random/generate.ts";

const recipe: Recipe = {
  length: 40,
  lower: true,
  upper: true,
  numeric: true,
  special: true,
  overrideSpecial: "",
  minLower: 0,
  minUpper: 0,
  minNumeric: 0,
  minSpecial: 0,
};

test("a text has the asked length and only the asked characters", (t) => {
  t.regex(randomText({ ...recipe, special: false, upper: false }), /^[a-z0-9]{40}$/);
  t.regex(
    randomText({ ...recipe, lower: false, upper: false, numeric: false, overrideSpecial: "-_" }),
    /^[-_]{40}$/,
  );
  t.true(
    [...randomText(recipe)].every(
      (character) => /[A-Za-z0-9]/.test(character) || SPECIAL.includes(character),
    ),
  );
});

test("a text has the asked minimum of each class", (t) => {
  const drawn = randomText({ ...recipe, length: 8, minLower: 2, minUpper: 2, minNumeric: 2, minSpecial: 2 });
  t.is(drawn.replaceAll(/[^a-z]/g, "").length, 2);
  t.is(drawn.replaceAll(/[^A-Z]/g, "").length, 2);
  t.is(drawn.replaceAll(/[^0-9]/g, "").length, 2);
});

test("two texts differ", (t) => {
  t.not(randomText(recipe), randomText(recipe));
});

const problems: readonly [title: string, change: Partial<Recipe>, problem: string | undefined][] = [
  ["a usual recipe has no problem", {}, undefined],
  ["a length of none", { length: 0 }, "length must be a whole number of at least 1, got 0"],
  ["a broken length", { length: 1.5 }, "length must be a whole number of at least 1, got 1.5"],
  [
    "minimums beyond the length",
    { length: 3, minLower: 2, minUpper: 2 },
    "length 3 is less than the 4 characters the minimums ask for",
  ],
  [
    "nothing to draw from",
    { lower: false, upper: false, numeric: false, special: false },
    "lower, upper, numeric and special are all false: there is nothing to draw from",
  ],
];

for (const [title, change, problem] of problems) {
  test(`${title} is ${problem ? "refused" : "accepted"}`, (t) => {
    t.is(recipeProblem({ ...recipe, ...change }), problem);
  });
}
