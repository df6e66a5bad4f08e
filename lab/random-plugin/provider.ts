import { randomInt } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { CheckFailure, Provider } from "@pulumi/pulumi/provider/index.js";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc.js";

/** Properties in the form that engine and plugin exchange. */
export type Properties = Readonly<Record<string, unknown>>;

/** Stands in for the official random plugin: does what this repository needs, and refuses anything else by name. */
export function randomProvider(version: string): Provider {
  return {
    version,
    check: async (urn, _, news: Properties) => ({ inputs: news, failures: failuresOf(typeOf(urn), news) }),
    diff: async (_, __, oldInputs: Properties, newInputs: Properties) => {
      const [before, after] = [recipeOf(oldInputs), recipeOf(newInputs)];
      const replaces = recipeKeys.filter((key) => !isDeepStrictEqual(before[key], after[key]));
      return { changes: replaces.length > 0, replaces };
    },
    create: async (urn, inputs: Properties) => {
      const text = randomText(recipeOf(inputs));
      if (typeOf(urn) === "RandomString") return { id: text, outs: { ...inputs, result: text } };
      return { id: "none", outs: { ...inputs, result: { [specialSigKey]: specialSecretSig, value: text } } };
    },
  };
}

const alphabets = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  numeric: "0123456789",
  special: "!@#$%&*()-_=+[]{}<>:?",
} as const;

type CharacterClass = keyof typeof alphabets;

/** Character classes of a text. A class is included unless it is false. */
interface Recipe extends Readonly<Record<CharacterClass, boolean>> {
  readonly length: unknown;
  /** Values whose change draws another text. */
  readonly keepers: unknown;
}

const recipeKeys = ["length", "keepers", "lower", "upper", "numeric", "special"] as const;

function recipeOf({ length, keepers, ...rest }: Properties): Recipe {
  const counts = (name: CharacterClass) => rest[name] !== false;
  return {
    length,
    keepers,
    lower: counts("lower"),
    upper: counts("upper"),
    numeric: counts("numeric"),
    special: counts("special"),
  };
}

/** Each character from the operating system's generator. */
function randomText(recipe: Recipe): string {
  const names = Object.keys(alphabets) as CharacterClass[];
  const alphabet = names.map((name) => (recipe[name] ? alphabets[name] : "")).join("");
  const draw = () => alphabet.charAt(randomInt(alphabet.length));
  return Array.from({ length: Number(recipe.length) }, draw).join("");
}

function failuresOf(type: string, inputs: Properties): CheckFailure[] {
  const refuse = (property: string) => ({
    property,
    reason: "the lab's stand-in for the random plugin does not know it: install the official plugin",
  });
  if (type !== "RandomPassword" && type !== "RandomString") return [refuse(type)];
  const known: readonly string[] = recipeKeys;
  return Object.keys(inputs)
    .filter((key) => !known.includes(key) && key !== "__defaults")
    .map(refuse);
}

function typeOf(urn: string): string {
  return urn.split("::")[2]?.split(":").at(-1) ?? "";
}
