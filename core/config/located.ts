import type { ClassArgs, ClassSpec } from "../model/class.ts";
import type { ServiceArgs, ServiceSpec } from "../model/service.ts";

/** Something the user wrote, what it was resolved to, and where it stands. */
export interface Located<Args, Spec> {
  readonly args: Args;
  readonly spec: Spec;
  /** The path of one of its fields as problems name it, or its own for none. */
  readonly at: (field?: string) => string;
}

export type LocatedClass = Located<ClassArgs, ClassSpec>;
export type LocatedService = Located<ServiceArgs, ServiceSpec>;

/** Every two of a list, each pair once, the one that stands first in front. */
export function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((second, index) => items.slice(0, index).map((first) => [first, second] as const));
}
