import type * as pulumi from "@pulumi/pulumi";
import { isObject } from "../core/model/is-object.ts";
import { standsIn } from "../core/stack/stand-ins.ts";

/**
 * Objects in which Pulumi fills in what is not known yet. Everything else is plain from the beginning: a preview shows
 * it, and the check before a switch reads it.
 * @param plain the objects with stand-ins for the values of Outputs
 * @param known the same objects, once those are known @default all is known
 * @throws Error, later, where an Output changes more than its own value
 */
export function onceKnown<T extends object>(plain: T, known: pulumi.Output<T> | undefined): T {
  if (known === undefined) return plain;
  const agreeing = known.apply((value): unknown => {
    const strange = disagreement(plain, value);
    if (strange !== undefined)
      throw new Error(`an Output changes more of an object than its value: ${strange}`);
    return value;
  });
  return filledIn(plain, agreeing) as T;
}

function filledIn(plain: unknown, known: pulumi.Output<unknown>): unknown {
  const below = (key: string | number) => known.apply((value) => (value as Fields)[key]);
  if (Array.isArray(plain)) return plain.map((item, index) => filledIn(item, below(index)));
  if (isObject(plain)) {
    return Object.fromEntries(
      Object.entries(plain).map(([key, value]) => [key, filledIn(value, below(key))]),
    );
  }
  return standsIn(plain) ? known : plain;
}

/** Where two values differ beyond the stand-ins, as a path; undefined where they do not. */
function disagreement(plain: unknown, known: unknown, path = ""): string | undefined {
  if (typeof plain !== "object" || plain === null) {
    return plain === known || standsIn(plain) ? undefined : path;
  }
  if (typeof known !== "object" || known === null) return path;
  const keys = new Set([...Object.keys(plain), ...Object.keys(known)]);
  return [...keys]
    .map((key) => disagreement((plain as Fields)[key], (known as Fields)[key], `${path}/${key}`))
    .find((found) => found !== undefined);
}

type Fields = Readonly<Record<string | number, unknown>>;
