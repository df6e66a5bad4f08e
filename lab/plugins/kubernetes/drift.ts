import { at, equal, isList, isObject, type Json, type JsonObject, text } from "../json.ts";

/**
 * The inputs as a program would have to write them to describe the object as it is now.
 *
 * Only fields the program set are looked at, and a field counts as drifted only when its live value is
 * another than after the last `up`: so neither defaults nor values the API server rewrites (`0.5` CPU
 * into `500m`) ever look like drift.
 */
export function observed(inputs: JsonObject, before: JsonObject, now: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([key, input]) => {
      const value = input === undefined ? undefined : seen(input, before[key], now[key]);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function seen(input: Json, before: Json | undefined, now: Json | undefined): Json | undefined {
  if (equal(before, now)) return input;
  if (isObject(input) && isObject(now)) return observed(input, isObject(before) ? before : {}, now);
  if (isList(input) && isList(now)) return seenList(input, isList(before) ? before : [], now);
  return now;
}

function seenList(input: readonly Json[], before: readonly Json[], now: readonly Json[]): readonly Json[] {
  if (input.length > 0 && [input, before, now].every(hasUniqueNames)) {
    // Containers, volumes, ports: the API server merges these by name, others may add their own.
    return input.flatMap((item) => {
      const named = (list: readonly Json[]) => list.find((other) => at(other, "name") === at(item, "name"));
      const value = seen(item, named(before), named(now));
      return value === undefined ? [] : [value];
    });
  }
  if (input.length !== now.length) return now;
  return input.map((item, index) => seen(item, before[index], now[index]) ?? item);
}

function hasUniqueNames(list: readonly Json[]): boolean {
  const names = list.map((item) => text(at(item, "name")));
  return names.every((name) => name !== undefined) && new Set(names).size === names.length;
}
