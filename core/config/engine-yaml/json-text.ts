import { isYamlObject, YamlFault, type YamlValue } from "./decode.ts";

/**
 * A value as the engine hands it to the program: text as it is, everything else as JSON with sorted keys. A value of
 * `null` is empty text, but not inside an object or a list.
 * @throws {YamlFault} for text that the engine cannot read back
 * @see https://github.com/pulumi/pulumi/blob/v3.256.0/sdk/go/common/resource/config/value.go
 */
export function engineText(value: YamlValue): string {
  if (value === null) return "";
  if (typeof value === "string") return rewritten(value);
  return typeof value === "bigint" ? String(value) : jsonText(value, rewritten);
}

/** A value as JSON, as Go writes it. @param text what becomes of each text @default stays as it is */
export function jsonText(value: YamlValue, text = (written: string) => written): string {
  if (typeof value === "bigint")
    return value > 2n ** 63n - 1n ? JSON.stringify(Number(value)) : String(value);
  if (typeof value === "string") return quoted(text(value));
  if (isYamlObject(value)) {
    const entries = [...value].map(([key, item]) => [text(key), item] as const);
    const sorted = entries.toSorted(([a], [b]) => byCodePoint(a, b));
    return `{${sorted.map(([key, item]) => `${quoted(key)}:${jsonText(item, text)}`).join(",")}}`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `[${value.map((item) => jsonText(item, text)).join(",")}]`;
}

/**
 * The engine writes the file anew before it reads it: text of several lines as a block, from which a line break at the
 * beginning is lost, and which cannot begin with a tab.
 */
function rewritten(text: string): string {
  if (
    !text.includes("\n") ||
    text.endsWith(" ") ||
    /[^\t\n\u0020-\u007e\u00a0-\ufefe\uff00-\uffff]/.test(text)
  ) {
    return text;
  }
  if (text.startsWith("\t")) throw new YamlFault("text of several lines cannot begin with a tab");
  return text.startsWith("\n") ? text.slice(1) : text;
}

/** Go's order of strings is that of their UTF-8 bytes, which is that of code points. */
function byCodePoint(a: string, b: string): number {
  const far = /[\ud800-\uffff]/;
  if (!far.test(a) || !far.test(b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
