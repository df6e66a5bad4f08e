import { timestampText } from "./timestamp.ts";

/** What a scalar can be once its kind is decided. Whole numbers beyond 2^53 are kept exactly. */
export type Scalar = null | boolean | string | number | bigint;

/** A scalar with the kind that the engine takes it for. */
export interface Resolved {
  readonly kind: "null" | "bool" | "int" | "float" | "timestamp" | "str";
  readonly value: Scalar;
}

const words: ReadonlyMap<string, Resolved> = new Map([
  ...each(["true", "True", "TRUE"], { kind: "bool", value: true }),
  ...each(["false", "False", "FALSE"], { kind: "bool", value: false }),
  ...each(["", "~", "null", "Null", "NULL"], { kind: "null", value: null }),
  ...each([".nan", ".NaN", ".NAN"], { kind: "float", value: Number.NaN }),
  ...each([".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"], {
    kind: "float",
    value: Number.POSITIVE_INFINITY,
  }),
  ...each(["-.inf", "-.Inf", "-.INF"], { kind: "float", value: Number.NEGATIVE_INFINITY }),
]);

/**
 * What the engine takes a scalar without quotes for. It reads YAML 1.2 with some of 1.1: `0777` is octal, `1_000` a
 * number and `2026-11-23` a time, but `yes` and `on` are text.
 * @see https://github.com/go-yaml/yaml/blob/v3.0.1/resolve.go
 */
export function plainScalar(text: string): Resolved {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (text.startsWith(".")) return fractionOf(text) ?? { kind: "str", value: text };
  if (!/^[-+0-9]/.test(text)) return { kind: "str", value: text };
  const time = timestampText(text);
  if (time !== undefined) return { kind: "timestamp", value: time };
  const digits = text.replaceAll("_", "");
  return intOf(digits) ?? floatOf(digits) ?? oddInt(digits) ?? { kind: "str", value: text };
}

/**
 * What an explicit tag such as `!!int` makes of a scalar, quoted or not.
 * @param tag in full, for example `tag:yaml.org,2002:int`
 * @returns undefined where the engine refuses the pair
 */
export function taggedScalar(tag: string, text: string): Resolved | undefined {
  const kind = tag.startsWith(standard) ? tag.slice(standard.length) : undefined;
  if (kind === "binary") return decodedBinary(text);
  if (kind === undefined || !["bool", "int", "float", "null", "timestamp"].includes(kind)) {
    return { kind: "str", value: text };
  }
  const resolved = plainScalar(text);
  if (resolved.kind === kind) return resolved;
  return kind === "float" && resolved.kind === "int" && isSigned(resolved.value)
    ? { kind: "float", value: Number(resolved.value) }
    : undefined;
}

/** More digits than any number of 64 bits has; converting them takes time that grows with their square. */
const longestInt = 200;
const standard = "tag:yaml.org,2002:";
const [leastInt, mostInt, mostUint] = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 64n - 1n];

function each(texts: readonly string[], resolved: Resolved): readonly (readonly [string, Resolved])[] {
  return texts.map((text) => [text, resolved] as const);
}

/** Whether a number fits into 64 bits with a sign. */
function isSigned(value: Scalar): boolean {
  return typeof value === "number" || (typeof value === "bigint" && value <= mostInt);
}

/** Decimal, or with a prefix: `0x1f`, `0b1`, `0o17`, `017`. */
function intOf(digits: string): Resolved | undefined {
  const match = /^([-+]?)(0x[0-9a-f]+|0b[01]+|0o?[0-7]+|0|[1-9]\d*)$/i.exec(digits);
  if (match === null || digits.length > longestInt) return undefined;
  const [, sign = "", magnitude = ""] = match;
  const size = BigInt(/^0[0-7]/.test(magnitude) ? `0o${magnitude.slice(1)}` : magnitude);
  return wholeNumber(sign === "-" ? -size : size, sign !== "");
}

/** `0b-1` and `0o-7`, which the engine takes for numbers as well. */
function oddInt(digits: string): Resolved | undefined {
  const match = /^0(b)?(o)?([-+])([0-7]+)$/.exec(digits);
  const [, binary, octal, sign, magnitude = ""] = match ?? [];
  if ((binary === undefined) === (octal === undefined)) return undefined;
  if (binary !== undefined && /[2-7]/.test(magnitude)) return undefined;
  const size = BigInt(`0${binary ?? octal}${magnitude}`);
  return wholeNumber(sign === "-" ? -size : size, true);
}

/** @param signed whether it has a sign, which numbers beyond 2^63 may not have */
function wholeNumber(value: bigint, signed: boolean): Resolved | undefined {
  if (value < leastInt || value > (signed ? mostInt : mostUint)) return undefined;
  const small = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
  return { kind: "int", value: small ? Number(value) : value };
}

/** Without a digit before the point, an underscore has to be between digits. */
function fractionOf(text: string): Resolved | undefined {
  return /(^|\D)_|_(\D|$)/.test(text) ? undefined : floatOf(text.replaceAll("_", ""));
}

function floatOf(digits: string): Resolved | undefined {
  if (!/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? { kind: "float", value } : undefined;
}

/** Undefined for what is no base64, or holds bytes that are no text. */
function decodedBinary(text: string): Resolved | undefined {
  const packed = text.replaceAll(/[\r\n]/g, "");
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { kind: "str", value: decoder.decode(Buffer.from(packed, "base64")) };
  } catch {
    return undefined;
  }
}
