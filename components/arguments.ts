import * as pulumi from "@pulumi/pulumi";
import { at } from "../core/config/problem-path.ts";
import { isObject } from "../core/model/is-object.ts";
import type { Problem } from "../core/model/problems.ts";
import { standIn } from "../core/stack/stand-ins.ts";

/** Arguments of a component as plain values, with stand-ins for Outputs. */
export interface PlainArguments {
  /** The arguments; what is undefined is left out. */
  readonly plain: Readonly<Record<string, unknown>>;
  /** The Outputs and promises by their stand-in. */
  readonly pending: ReadonlyMap<string, unknown>;
  /** Outputs where none is taken. */
  readonly problems: readonly Problem[];
}

/**
 * Separates the Outputs of a component's arguments from the rest.
 * @param root path of the arguments as problems name it
 * @param refuse why a field takes no Output; undefined if it does
 * @param form the stand-in's form, by its text @default the text itself
 */
export function plainArguments(
  args: object,
  root: string,
  refuse: (path: string) => string | undefined,
  form: (text: string) => string = (text) => text,
): PlainArguments {
  const pending = new Map<string, unknown>();
  const problems: Problem[] = [];
  const plainOf = (value: unknown, path: string): unknown => {
    if (pulumi.Resource.isInstance(value)) {
      const message = "expected a value, got a resource: name one of its Outputs, metadata.name for example";
      problems.push({ path: joined(root, path), code: "resource", message });
      return undefined;
    }
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
      const message = refuse(path);
      if (message !== undefined) problems.push({ path: joined(root, path), code: "output", message });
      const text = form(standIn(++count));
      pending.set(text, value);
      return text;
    }
    if (Array.isArray(value)) return value.map((item, index) => plainOf(item, at(path, index)));
    if (!isObject(value)) return value;
    const given = Object.entries(value).filter(([, part]) => part !== undefined);
    return Object.fromEntries(given.map(([key, part]) => [key, plainOf(part, at(path, key))]));
  };
  return { plain: plainOf(args, "") as PlainArguments["plain"], pending, problems };
}

/** Stand-ins are unique in a process. */
let count = 0;

/** The arguments once their Outputs are known; undefined if there are none. */
export function onceResolved({
  plain,
  pending,
}: Pick<PlainArguments, "plain" | "pending">): pulumi.Output<PlainArguments["plain"]> | undefined {
  if (pending.size === 0) return undefined;
  const texts = [...pending.keys()];
  return pulumi.all([...pending.values()]).apply((values) => {
    const byText = new Map<unknown, unknown>(texts.map((text, index) => [text, values[index]]));
    const replaced = (value: unknown): unknown => {
      if (byText.has(value)) return byText.get(value);
      if (Array.isArray(value)) return value.map(replaced);
      if (!isObject(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part)]));
    };
    return replaced(plain) as PlainArguments["plain"];
  });
}

/** Own problems of arguments, and those of the rules that are not about the same fields. */
export function together(own: readonly Problem[], found: readonly Problem[]): readonly Problem[] {
  const paths = new Set(own.map(({ path }) => path));
  return [...own, ...found.filter(({ path }) => !paths.has(path))];
}

function joined(root: string, path: string): string {
  if (root === "") return path;
  return path === "" || path.startsWith("[") ? `${root}${path}` : `${root}.${path}`;
}
