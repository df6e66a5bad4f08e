import type { LocatedClass, LocatedService } from "../config/located.ts";
import { unservable } from "../controllers/plan-services.ts";
import { classControllers } from "../controllers/registry.ts";
import type { Problem } from "../model/problems.ts";

/** What a class's controller cannot do, each where the user wrote it. */
export function capabilityProblems(
  classes: readonly LocatedClass[],
  services: readonly LocatedService[],
): readonly Problem[] {
  const specs = classes.map(({ spec }) => spec);
  const exposed = services.map(({ spec }) => spec);
  return [
    ...specs.flatMap((spec) =>
      classControllers[spec.controller].configuration.problems(
        spec,
        exposed.filter((service) => service.class === spec.name),
      ),
    ),
    ...unservable(specs, exposed).map((problem) => relocated(problem, services)),
  ];
}

/** Rules of a controller know a service by its name only, not which file it stands in. */
export function relocated(problem: Problem, services: readonly LocatedService[]): Problem {
  const service = services.find(({ spec }) => problem.path.startsWith(`services.${spec.name}.`));
  if (service === undefined) return problem;
  return { ...problem, path: service.at(problem.path.slice(`services.${service.spec.name}.`.length)) };
}
