import { isObject } from "../model/is-object.ts";

/** What another stack's outputs have to hold where this project reads them; they may hold more. */
export type Shape =
  | "text"
  | "number"
  | "text or number"
  | "boolean"
  /** A text, and what is wrong with one. */
  | ((text: string) => string | undefined)
  | { readonly each: Shape }
  | { readonly list: Shape }
  | {
      readonly fields: Readonly<Record<string, Shape>>;
      /** Those that may be absent. @default none */
      readonly optional?: Readonly<Record<string, Shape>>;
    };

/** The path of the first value that does not fit; undefined if all do. */
export function misfit(value: unknown, shape: Shape, path: string): string | undefined {
  if (typeof shape === "string") {
    const kind = typeof value === "string" ? "text" : typeof value;
    return shape.split(" or ").includes(kind) ? undefined : path;
  }
  if (typeof shape === "function") {
    return typeof value === "string" && shape(value) === undefined ? undefined : path;
  }
  if ("list" in shape) {
    if (!Array.isArray(value)) return path;
    return firstOf(value.map((item, index) => () => misfit(item, shape.list, `${path}[${index}]`)));
  }
  if (!isObject(value)) return path;
  if ("each" in shape) {
    return firstOf(
      Object.entries(value).map(
        ([key, item]) =>
          () =>
            misfit(item, shape.each, `${path}.${key}`),
      ),
    );
  }
  const { fields, optional = {} } = shape;
  const there = Object.entries(optional).filter(([key]) => value[key] !== undefined);
  return firstOf(
    [...Object.entries(fields), ...there].map(
      ([key, field]) =>
        () =>
          misfit(value[key], field, path === "" ? key : `${path}.${key}`),
    ),
  );
}

function firstOf(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
  return undefined;
}
