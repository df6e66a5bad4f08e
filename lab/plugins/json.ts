import { isDeepStrictEqual } from "node:util";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** What a plugin is sent and answers: a plain tree. A key holding `undefined` counts as absent. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function equal(left: Json | undefined, right: Json | undefined): boolean {
  return isDeepStrictEqual(left, right);
}

/** The value at a path, `undefined` where the path leads nowhere. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>((here, step) => {
    if (typeof step === "number") return isList(here) ? here[step] : undefined;
    return isObject(here) ? here[step] : undefined;
  }, value);
}

export function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function number(value: Json | undefined, fallback = 0): number {
  return typeof value === "number" ? value : fallback;
}

export function objects(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}
