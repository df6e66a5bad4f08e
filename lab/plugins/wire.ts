import { isList, isObject, type Json, type JsonObject } from "./json.ts";

/**
 * Pulumi sends secrets as objects with a signature and values not known yet as a sentinel string.
 * @see the property encoding in `@pulumi/pulumi/runtime/rpc.js` (`specialSigKey`, `unknownValue`)
 */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Stands for a value that is known only after another resource was created. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function secret(value: Json): JsonObject {
  return { [SIGNATURE]: SECRET, value };
}

function isSecret(value: Json | undefined): value is JsonObject {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

/** The same tree in plain text: secret markers removed, keys without a value dropped. */
export function reveal(value: JsonObject): JsonObject {
  return revealed(value) as JsonObject;
}

function revealed(value: Json): Json {
  if (isSecret(value)) return revealed(value.value ?? null);
  if (isList(value)) return value.map(revealed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) =>
      child === undefined || child === null ? [] : [[key, revealed(child)]],
    ),
  );
}

/** Marks in `plain` as secret what is secret at the same place in `marked`. */
export function conceal(plain: Json, marked: Json | undefined): Json {
  if (isSecret(plain) || marked === undefined) return plain;
  if (isSecret(marked) || (isList(marked) && containsSecret(marked))) return secret(plain);
  if (!isObject(plain) || !isObject(marked)) return plain;
  return Object.fromEntries(
    Object.entries(plain).map(([key, child]) => [
      key,
      child === undefined ? child : conceal(child, marked[key]),
    ]),
  );
}

export function containsSecret(value: Json | undefined): boolean {
  return isSecret(value) || children(value).some(containsSecret);
}

export function containsUnknown(value: Json | undefined): boolean {
  return value === UNKNOWN || children(value).some(containsUnknown);
}

function children(value: Json | undefined): readonly (Json | undefined)[] {
  if (isList(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}
