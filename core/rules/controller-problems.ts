import { type LocatedClass, type LocatedService, relocated } from "../config/located.ts";
import { configProblems } from "../controllers/nginx/config-map.ts";
import { demandProblems } from "../controllers/nginx/knob-problems.ts";
import { classDemands, dialectProblems } from "../controllers/plan-services.ts";
import type { Problem } from "../model/problems.ts";

/** What the controllers of classes cannot do, each where the user wrote it. */
export function controllerProblems(
  classes: readonly LocatedClass[],
  services: readonly LocatedService[],
): readonly Problem[] {
  const specs = classes.map(({ spec }) => spec);
  const serviceSpecs = services.map(({ spec }) => spec);
  return [
    ...specs.flatMap((spec) => {
      const demands = classDemands(spec, serviceSpecs);
      return [...configProblems(spec, demands), ...demandProblems(spec, demands)];
    }),
    ...dialectProblems(specs, serviceSpecs).map((problem) => relocated(problem, services)),
  ];
}
