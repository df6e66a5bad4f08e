import { randomBytes } from "node:crypto";
import { equal, type Json, type JsonObject, number, text } from "../json.ts";
import type { Provider } from "../provider.ts";
import { conceal, containsUnknown, reveal, secret } from "../wire.ts";
import { type Recipe, randomText, recipeProblem } from "./generate.ts";

interface Generated {
  readonly id: string;
  readonly outputs: JsonObject;
}

/**
 * Makes random values as the official plugin does: once, and again only when an input changes.
 * `bcryptHash` of RandomPassword stays empty: Node has no bcrypt.
 */
export function randomProvider(): Provider {
  return {
    configure: async () => {},
    check: async ({ urn, news }) => {
      const problem = containsUnknown(news) ? undefined : inputProblem(typeOf(urn), reveal(news));
      return { inputs: news, failures: problem ? [problem] : [] };
    },
    diff: async ({ oldInputs, news }) => {
      const [old, next] = [reveal(oldInputs), reveal(news)];
      const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])];
      const changes = keys
        .filter((key) => !equal(old[key], next[key]))
        .map((path) => ({ path, kind: "update" as const, replace: true }));
      return { changes, deleteBeforeReplace: false };
    },
    create: async ({ urn, inputs, preview }) => {
      if (preview) return { id: "", properties: inputs };
      const plain = reveal(inputs);
      const { id, outputs } = generate(typeOf(urn), plain);
      return { id, properties: { ...(conceal(plain, inputs) as JsonObject), ...outputs } };
    },
    read: async ({ id, olds, oldInputs }) => ({ id, properties: olds, inputs: oldInputs }),
    update: async ({ inputs }) => inputs, // never planned: every change replaces
    delete: async () => {},
    cancel: () => {},
  };
}

function generate(type: string, inputs: JsonObject): Generated {
  switch (type) {
    case "RandomPassword":
      return { id: "none", outputs: { ...recipe(inputs), result: secret(randomText(recipe(inputs))) } };
    case "RandomString": {
      const result = randomText(recipe(inputs));
      return { id: result, outputs: { ...recipe(inputs), result } };
    }
    case "RandomId":
      return randomId(randomBytes(number(inputs.byteLength)), text(inputs.prefix) ?? "");
    default: {
      const bytes = randomBytes(number(inputs.length));
      const outputs = { base64: secret(bytes.toString("base64")), hex: secret(bytes.toString("hex")) };
      return { id: "none", outputs };
    }
  }
}

function randomId(bytes: Buffer, prefix: string): Generated {
  const hex = bytes.toString("hex");
  const outputs = {
    b64Std: prefix + bytes.toString("base64"),
    b64Url: prefix + bytes.toString("base64url"),
    dec: prefix + BigInt(`0x${hex}`).toString(),
    hex: prefix + hex,
  };
  return { id: bytes.toString("base64url"), outputs };
}

function inputProblem(type: string, inputs: JsonObject): string | undefined {
  const atLeastOne = (key: string): string | undefined =>
    number(inputs[key]) >= 1 ? undefined : `${key} must be a whole number of at least 1`;
  switch (type) {
    case "RandomPassword":
    case "RandomString":
      return recipeProblem(recipe(inputs));
    case "RandomId":
      return atLeastOne("byteLength");
    case "RandomBytes":
      return atLeastOne("length");
    default:
      return `the stand-in for the random plugin makes RandomPassword, RandomString, RandomId and RandomBytes, not ${type}: install the official plugin`;
  }
}

function recipe(inputs: JsonObject): Recipe & JsonObject {
  const flag = (...values: readonly (Json | undefined)[]) =>
    values.find((value) => typeof value === "boolean") !== false;
  return {
    length: number(inputs.length),
    lower: flag(inputs.lower),
    upper: flag(inputs.upper),
    numeric: flag(inputs.numeric, inputs.number),
    special: flag(inputs.special),
    overrideSpecial: text(inputs.overrideSpecial) ?? "",
    minLower: number(inputs.minLower),
    minUpper: number(inputs.minUpper),
    minNumeric: number(inputs.minNumeric),
    minSpecial: number(inputs.minSpecial),
  };
}

function typeOf(urn: string): string {
  return urn.split("::")[2]?.split(":").at(-1) ?? "";
}
