import type { ClassArgs, ClassSpec } from "../model/class.ts";
import type { Problem } from "../model/problems.ts";
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

/** A problem where the user wrote its service: controllers know a service by its name, not the file it stands in. */
export function relocated(problem: Problem, services: readonly LocatedService[]): Problem {
  const service = services.find(({ spec }) => problem.path.startsWith(`services.${spec.name}.`));
  if (service === undefined) return problem;
  return { ...problem, path: service.at(problem.path.slice(`services.${service.spec.name}.`.length)) };
}
