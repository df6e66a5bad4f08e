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

/** A problem where the user wrote its service: controllers know a service by its name, not the file it stands in. */
export function withFullPaths(problem: Problem, services: readonly LocatedService[]): Problem {
  const service = services.find(({ spec }) => problem.path.startsWith(`services.${spec.name}.`));
  if (service === undefined) return problem;
  return { ...problem, path: service.at(problem.path.slice(`services.${service.spec.name}.`.length)) };
}
