import {
  type Document,
  isMap,
  isNode,
  isScalar,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { fullKey } from "../../core/config/config-key.ts";
import { isYamlObject } from "../../core/config/engine-yaml/decode.ts";
import { jsonText } from "../../core/config/engine-yaml/json-text.ts";
import { readYaml } from "../../core/config/engine-yaml/read-yaml.ts";
import { writeYaml } from "../../core/config/engine-yaml/write-yaml.ts";
import type { FailoverFlag } from "../../core/model/failover.ts";
import { UserError } from "../../core/model/user-error.ts";

/**
 * The text of a stack file with another emergency switch, everything else as it is.
 * @param key full config key of the switch
 * @throws {UserError} see {@link withFlagText}
 */
export function withFlag(text: string, key: string, flag: FailoverFlag): string {
  return withFlagText(text, key, writeYaml(flag, { collectionStyle: "flow" }).trimEnd());
}

/**
 * The same for a flag that is written already, as YAML in one line. Everything else of the file stays as it is,
 * byte by byte: a YAML writer would lay it out anew.
 * @throws {UserError} where the file is laid out so that the flag alone cannot be changed, by way of an alias for example
 */
export function withFlagText(text: string, key: string, value: string): string {
  const written = edits(text, key, value).find((one) => isAsMeant(text, one, key, value));
  if (written !== undefined) return written;
  throw new UserError(
    `${key} cannot be set here without a change to other parts of the stack file: write \`${key}: ${value}\` below config yourself; nothing was switched`,
  );
}

/** The new text, in the ways that may be right. */
function edits(text: string, key: string, value: string): readonly string[] {
  const options = { schema: "failsafe", uniqueKeys: false, keepSourceTokens: true } as const;
  const document = parseDocument(text, { ...options, prettyErrors: false });
  const { contents } = document;
  if (contents === null) return [appended(text, document, key, value)];
  if (!isMap(contents)) return [];
  const config = contents.items.find((pair) => isScalar(pair.key) && pair.key.value === "config");
  if (config === undefined) return contents.flow ? [] : [appended(text, document, key, value)];
  if (isMap(config.value)) {
    const [project = ""] = key.split(":");
    const pair = config.value.items.find(
      (one) => isScalar(one.key) && fullKey(String(one.key.value), project) === key,
    );
    return pair === undefined ? added(text, config.value, key, value) : replaced(text, pair, value);
  }
  if (!isScalar(config.value) || contents.flow) return [];
  return replaced(text, config, `${eol(text)}  ${key}: ${value}`, ":");
}

/** @param separator what stands between key and value, the blank in front of the value included */
function replaced(
  text: string,
  { key, value, srcToken }: Pair,
  by: string,
  separator = ": ",
): readonly string[] {
  const afterKey = (key as Node | null)?.range?.[1];
  const range = isNode(value) ? value.range : undefined;
  if (afterKey === undefined || !range) return [];
  const explicit = srcToken?.start.some(({ type }) => type === "explicit-key-ind") === true;
  const [start, end] = range;
  const from = explicit ? start : afterKey;
  const old = text.slice(from, end);
  const space = old.slice(old.trimEnd().length); // a block's range reaches over the line break after it
  return [`${text.slice(0, from)}${explicit ? "" : separator}${by}${space}${text.slice(end)}`];
}

/** As the last key of an object that lacks it. */
function added(text: string, { items, range, flow }: YAMLMap, key: string, value: string): readonly string[] {
  if (!range) return [];
  const first = (items[0]?.key as Node | null | undefined)?.range?.[0];
  if (flow) {
    const from = text.indexOf("{", range[0]) + 1;
    return [`${text.slice(0, from)} ${key}: ${value}${first === undefined ? " " : ","}${text.slice(from)}`];
  }
  if (first === undefined) return [];
  const indent = /[^\n]*$/.exec(text.slice(0, first))?.[0] ?? "";
  if (!/^ *$/.test(indent)) return [];
  // The blank lines at the end of a block of text may belong to it.
  const ends = [text.slice(0, range[1]).trimEnd().length, range[1] - 1];
  return ends.map((end) => insertedLine(text, end, `${indent}${key}: ${value}`));
}

/** At the end of the document. */
function appended(text: string, { range }: Document, key: string, value: string): string {
  const end = text.slice(0, range?.[1]).trimEnd().length;
  return insertedLine(text, end, `config:${eol(text)}  ${key}: ${value}`);
}

/** After the line that a position is on. */
function insertedLine(text: string, position: number, line: string): string {
  const end = text.indexOf("\n", position);
  if (end >= 0) return `${text.slice(0, end + 1)}${line}${eol(text)}${text.slice(end + 1)}`;
  const before = text.trimEnd() === "" ? text : `${text}${eol(text)}`;
  return `${before}${line}${eol(text)}`;
}

function eol(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** Whether the new text says what the old one does but for the flag, and of that what was asked for. */
function isAsMeant(before: string, after: string, key: string, value: string): boolean {
  const [was, is, flag] = [partsOf(before, key), partsOf(after, key), readYaml(value)];
  if (was === undefined || is === undefined || "fault" in flag) return false;
  return was.others === is.others && is.flag === jsonText(flag.value);
}

function partsOf(text: string, key: string) {
  const read = readYaml(text);
  if ("fault" in read) return undefined;
  const root = isYamlObject(read.value) ? [...read.value] : [];
  const config = root.find(([name]) => name === "config")?.[1];
  const [project = ""] = key.split(":");
  const entries = isYamlObject(config) ? [...config] : [];
  const isFlag = ([name]: readonly [string, unknown]) => fullKey(name, project) === key;
  const flag = entries.find(isFlag)?.[1];
  const others = [
    ...root.filter(([name]) => name !== "config"),
    ...entries.filter((entry) => !isFlag(entry)).map(([name, of]) => [`config ${name}`, of] as const),
  ].map(([name, of]) => `${name}: ${jsonText(of)}`);
  return { flag: flag === undefined ? undefined : jsonText(flag), others: others.toSorted().join("\n") };
}
