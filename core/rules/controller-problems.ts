import { type LocatedClass, type LocatedService, relocated } from "../config/located.ts";
import { configProblems } from "../controllers/nginx/config-map.ts";
import { demandProblems } from "../controllers/nginx/knob-problems.ts";
import { classDemands, dialectProblems } from "../controllers/plan-services.ts";
import type { Problem } from "../model/problems.ts";

/** What a class' controller can not do, each where the user wrote it. */
export function capabilityProblems(
  classes: readonly LocatedClass[],
  services: readonly LocatedService[],
): readonly Problem[] {
  const specs = classes.map(({ spec }) => spec);
  const exposed = services.map(({ spec }) => spec);
  return [
    ...specs.flatMap((spec) => {
      const demands = classDemands(spec, exposed);
      return [...configProblems(spec, demands), ...demandProblems(spec, demands)];
    }),
    ...dialectProblems(specs, exposed).map((problem) => relocated(problem, services)),
  ];
}
