import { isObject, type Json, type JsonObject, text } from "../json.ts";
import { conceal, secret } from "../wire.ts";

/**
 * A resource's state as the official plugin writes it: the live object, what the program asked for, and
 * the field manager. So a stack made with the stand-in goes on with the official plugin.
 *
 * @param inputs in wire form: what is secret here is secret in the state
 */
export function checkpoint(inputs: JsonObject, live: JsonObject, fieldManager: string): JsonObject {
  const shown = concealObject(withoutManagedFields(live), inputs);
  return {
    ...shown,
    __inputs: concealObject(inputs, inputs),
    __initialApiVersion: inputs.apiVersion,
    __fieldManager: fieldManager,
  };
}

/** The live object out of a plain state. */
export function liveOf(state: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(state).filter(([key]) => !key.startsWith("__")));
}

export function fieldManagerOf(state: JsonObject): string | undefined {
  return text(state.__fieldManager);
}

/** Marks what the program marked, and a Secret's data always. */
export function concealObject(plain: JsonObject, marked: JsonObject): JsonObject {
  const shown = conceal(plain, marked) as JsonObject;
  if (plain.kind !== "Secret") return shown;
  const data = ["data", "stringData"].flatMap((key): [string, Json][] => {
    const value = plain[key];
    return value === undefined ? [] : [[key, conceal(secret(value), undefined)]];
  });
  return { ...shown, ...Object.fromEntries(data) };
}

function withoutManagedFields(live: JsonObject): JsonObject {
  if (!isObject(live.metadata)) return live;
  const { managedFields: _, ...metadata } = live.metadata;
  return { ...live, metadata };
}
