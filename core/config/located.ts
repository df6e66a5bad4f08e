import type { ClassArgs, ClassSpec } from "../model/class.ts";
import { isObject } from "../model/is-object.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceArgs, ServiceSpec } from "../model/service.ts";

/** A part of the configuration: as written, as resolved, and where it is. */
export interface Located<Args, Spec> {
  readonly args: Args;
  readonly spec: Spec;
  /** The path of one of its fields as problems name it, or of the part itself. */
  readonly at: (field?: string) => string;
}

export type LocatedClass = Located<ClassArgs, ClassSpec>;
export type LocatedService = Located<ServiceArgs, ServiceSpec>;

/** Problems where the user wrote their services: controllers know a service by its name, not the file it stands in. */
export function withFullPaths(
  problems: readonly Problem[],
  services: readonly LocatedService[],
): readonly Problem[] {
  const byName = new Map(services.map((service) => [service.spec.name, service]));
  return problems.map((problem) => {
    for (const { index } of problem.path.matchAll(/\./g)) {
      const service = byName.get(problem.path.slice(root.length, index));
      if (service !== undefined) {
        return { ...problem, path: service.at(asWritten(service.args, problem.path.slice(index + 1))) };
      }
    }
    return problem;
  });
}

const root = "services.";

/** A field's path up to the first key that the user did not write: of `sticky.cookie`, where `sticky` is `true`, `sticky`. */
export function asWritten(args: object, field: string): string {
  let value: unknown = args;
  let end = 0;
  for (const { 0: part, index } of field.matchAll(/\[[^\]]*\]|\.?[^.[]+/g)) {
    if (!isObject(value) && !Array.isArray(value)) return field.slice(0, end);
    const key = part.replace(/^\.|^\["?|"?\]$/g, "");
    end = index + part.length;
    if (!Object.hasOwn(value, key)) return field.slice(0, end);
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return field;
}
