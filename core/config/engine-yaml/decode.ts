import { type Document, isAlias, isCollection, isMap, isPair, isScalar, type Node, type Scalar } from "yaml";
import { keyText } from "./key-text.ts";
import { plainScalar, type Resolved, type Scalar as ScalarValue, taggedScalar } from "./plain-scalar.ts";

/** What a YAML document stands for. An object's keys are text, as the engine's JSON has them. */
export type YamlValue = ScalarValue | readonly YamlValue[] | YamlObject;

export interface YamlObject extends ReadonlyMap<string, YamlValue> {
  /** Whether each of its keys is text in the file too, not a number or a date for example. */
  readonly textKeys: boolean;
}

/** Why a document that is well-formed YAML stands for nothing that the engine could hand over. */
export class YamlFault extends Error {
  readonly offset: number | undefined;

  constructor(message: string, node?: Node | null) {
    super(message);
    this.offset = node?.range?.[0];
  }
}

/**
 * What a document stands for, by the rules of the engine's reader.
 * @param document composed with the failsafe schema, which leaves every scalar a text
 * @throws {YamlFault}
 * @see https://github.com/go-yaml/yaml/blob/v3.0.1/decode.go
 */
export function decode(document: Document): YamlValue {
  return new Decoder(anchorsOf(document)).value(document.contents as Node | null);
}

export function isYamlObject(value: YamlValue | undefined): value is YamlObject {
  return value instanceof Map;
}

/** The node of each alias: the last of its name before it. */
type Targets = ReadonlyMap<Node, Node>;

class Decoder {
  readonly #targets: Targets;
  readonly #open = new Set<Node>();
  /** Nodes read so far, and how many of them by way of an alias. */
  #count = 1;
  #aliased = 0;
  #depth = 0;

  constructor(targets: Targets) {
    this.#targets = targets;
  }

  value(node: Node | null): YamlValue {
    this.#step(node);
    if (node === null) return null;
    if (isAlias(node)) return this.#follow(node, (target) => this.value(target));
    if (isScalar(node)) return this.#finite(resolved(node), node);
    if (isMap(node)) return this.#object(node.items, node);
    return isCollection(node) ? node.items.map((item) => this.value(item as Node | null)) : null;
  }

  #object(
    items: readonly unknown[],
    node: Node,
    into = new DecodedObject(),
    merged?: Set<string>,
  ): YamlObject {
    const pairs = items.flatMap((item) =>
      isPair(item) ? [{ key: item.key as Node | null, value: item.value as Node | null }] : [],
    );
    refuseTwice(pairs.map(({ key }) => key));
    const merge = pairs.find(({ key }) => isMergeKey(key));
    for (const { key, value } of pairs) {
      if (isMergeKey(key)) continue;
      const name = this.#key(key, into);
      if (merged?.has(name)) continue;
      merged?.add(name);
      const decoded = this.value(value);
      if (merged === undefined && into.has(name)) {
        throw new YamlFault(`key ${JSON.stringify(name)} is listed twice`, key);
      }
      into.set(name, decoded);
    }
    if (merge !== undefined) this.#merge(merge.value, node, into, merged ?? new Set(into.keys()));
    return into;
  }

  /** Own keys first, then those of the objects in the order they are named in. */
  #merge(source: Node | null, node: Node, into: DecodedObject, merged: Set<string>): void {
    const target = isAlias(source) ? this.#target(source) : source;
    const listed = source !== target || !isCollection(source) || isMap(source) ? [source] : source.items;
    for (const item of listed as readonly (Node | null)[]) {
      this.#step(item);
      const merge = (object: Node) => {
        if (!isMap(object)) throw new YamlFault('"<<" needs an object or a list of objects', node);
        this.#object(object.items, object, into, merged);
      };
      const mergeTarget = (object: Node) => {
        this.#step(object);
        merge(object);
      };
      if (isAlias(item)) this.#follow(item, mergeTarget);
      else if (item === null) throw new YamlFault('"<<" needs an object or a list of objects', node);
      else merge(item);
    }
  }

  #key(key: Node | null, into: DecodedObject): string {
    this.#step(key);
    const node = isAlias(key) ? this.#target(key) : key;
    if (node !== key) this.#step(node);
    if (isCollection(node)) throw new YamlFault("an object or a list cannot be a key", key);
    if (!isText(node)) into.textKeys = false;
    const text = keyText(isScalar(node) ? resolved(node) : { kind: "null", value: null });
    if (text === "<<") throw new YamlFault('"<<" cannot be the name of a key', key);
    return text;
  }

  #finite({ value }: Resolved, node: Node): ScalarValue {
    if (typeof value !== "number" || Number.isFinite(value)) return value;
    throw new YamlFault("infinity and .nan are no values that the engine hands over", node);
  }

  #follow<T>(alias: Node, read: (target: Node) => T): T {
    const target = this.#target(alias);
    if (this.#open.has(alias)) throw new YamlFault(`an anchor holds itself: ${alias.toString()}`, alias);
    this.#open.add(alias);
    this.#depth++;
    const result = read(target);
    this.#depth--;
    this.#open.delete(alias);
    return result;
  }

  #target(alias: Node): Node {
    const target = this.#targets.get(alias);
    if (target === undefined) throw new YamlFault(`there is no anchor for ${alias.toString()}`, alias);
    return target;
  }

  /** As many aliases as the engine follows: almost all of a small file, a tenth of a large one. */
  #step(node: Node | null): void {
    this.#count++;
    if (this.#depth > 0) this.#aliased++;
    if (this.#aliased <= 100 || this.#count <= 1000) return;
    const beyond = Math.min(Math.max(this.#count - 400_000, 0) / 3_600_000, 1);
    if (this.#aliased / this.#count > 0.99 - 0.89 * beyond) {
      throw new YamlFault("its aliases unfold to too much", node);
    }
  }
}

class DecodedObject extends Map<string, YamlValue> implements YamlObject {
  textKeys = true;
}

function resolved(node: Scalar): Resolved {
  const text = String(node.value ?? "");
  const tag = tagOf(node);
  const untagged = () =>
    node.type === "PLAIN" ? plainScalar(text) : ({ kind: "str", value: text } as const);
  const found = tag === undefined ? untagged() : taggedScalar(tag, text);
  if (found === undefined) throw new YamlFault(`${JSON.stringify(text)} cannot be read as ${tag}`, node);
  if (typeof found.value === "string" && !found.value.isWellFormed()) {
    throw new YamlFault("a text holds half a character (\\ud800 to \\udfff)", node);
  }
  return found;
}

/** Whether a key is text that stays text: a date without quotes is none, though the program gets it as text. */
function isText(node: Node | null): boolean {
  if (!isScalar(node)) return false;
  const tag = tagOf(node);
  if (tag !== undefined) return tag === "tag:yaml.org,2002:str";
  return node.type !== "PLAIN" || plainScalar(String(node.value ?? "")).kind === "str";
}

function tagOf(node: Scalar): string | undefined {
  return node.tag === undefined || node.tag === "!" ? undefined : node.tag;
}

function isMergeKey(node: Node | null): boolean {
  if (!isScalar(node) || node.value !== "<<") return false;
  const tag = tagOf(node);
  return tag === undefined ? node.type === "PLAIN" : tag === "tag:yaml.org,2002:merge";
}

/** Refuses two keys that are spelled alike, whatever they stand for. */
function refuseTwice(keys: readonly (Node | null)[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    const spelling = isAlias(key)
      ? `*${key.source}`
      : isScalar(key)
        ? `=${String(key.value ?? "")}`
        : undefined;
    if (spelling === undefined) continue;
    if (seen.has(spelling)) {
      throw new YamlFault(`key ${JSON.stringify(spelling.slice(1))} is listed twice`, key);
    }
    seen.add(spelling);
  }
}

function anchorsOf(document: Document): Targets {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  const visit = (node: unknown): void => {
    if (isPair(node)) {
      visit(node.key);
      visit(node.value);
    } else if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
      return;
    } else if (isScalar(node) || isCollection(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isCollection(node)) for (const item of node.items) visit(item);
    }
  };
  visit(document.contents);
  return targets;
}
