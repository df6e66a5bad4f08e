/** A value for each field of `T`, the optional ones included: one that is forgotten does not compile. */
export type EachField<T> = { readonly [Field in keyof Required<T>]: T[Field] };

/** The fields that have a value. */
export function defined<T extends object>(fields: EachField<T>): T {
  // Only optional fields can be undefined, and those may be absent.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
