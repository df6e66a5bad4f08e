import type { ClassArgs, ClassSpec } from "../model/class.ts";
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
      if (service !== undefined) return { ...problem, path: service.at(problem.path.slice(index + 1)) };
    }
    return problem;
  });
}

const root = "services.";
