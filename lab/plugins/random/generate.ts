import { randomInt } from "node:crypto";

/** What a random string is made of, with the names and defaults of Pulumi's random package. */
export interface Recipe {
  readonly length: number;
  readonly lower: boolean;
  readonly upper: boolean;
  readonly numeric: boolean;
  readonly special: boolean;
  readonly overrideSpecial: string;
  readonly minLower: number;
  readonly minUpper: number;
  readonly minNumeric: number;
  readonly minSpecial: number;
}

export const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** Draws every character from the operating system's generator, the asked minimum of each class included. */
export function randomText(recipe: Recipe): string {
  const classes = [
    { alphabet: "abcdefghijklmnopqrstuvwxyz", used: recipe.lower, least: recipe.minLower },
    { alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", used: recipe.upper, least: recipe.minUpper },
    { alphabet: "0123456789", used: recipe.numeric, least: recipe.minNumeric },
    { alphabet: recipe.overrideSpecial || SPECIAL, used: recipe.special, least: recipe.minSpecial },
  ];
  const all = classes.map(({ alphabet, used }) => (used ? alphabet : "")).join("");
  const least = classes.flatMap(({ alphabet, least }) => draw(alphabet, least));
  return shuffled([...least, ...draw(all, recipe.length - least.length)]).join("");
}

/** Why no text can be drawn by the recipe; `undefined`: one can. */
export function recipeProblem(recipe: Recipe): string | undefined {
  const least = recipe.minLower + recipe.minUpper + recipe.minNumeric + recipe.minSpecial;
  if (!Number.isInteger(recipe.length) || recipe.length < 1) {
    return `length must be a whole number of at least 1, got ${recipe.length}`;
  }
  if (least > recipe.length)
    return `length ${recipe.length} is less than the ${least} characters the minimums ask for`;
  if (!recipe.lower && !recipe.upper && !recipe.numeric && !recipe.special) {
    return "lower, upper, numeric and special are all false: there is nothing to draw from";
  }
  return undefined;
}

function draw(alphabet: string, count: number): string[] {
  return Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length)));
}

function shuffled(characters: readonly string[]): string[] {
  const result = [...characters];
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [result[last], result[other]] = [result[other] ?? "", result[last] ?? ""];
  }
  return result;
}
