import { type LocatedClass, type LocatedService, withFullPaths } from "../config/located.ts";
import { classSetting, settingProblems } from "../controllers/class-settings.ts";
import { extraArgProblems } from "../controllers/extra-args.ts";
import { servicesOf, unservable } from "../controllers/plan-services.ts";
import { classControllers } from "../controllers/registry.ts";
import type { Problem } from "../model/problems.ts";
import { imageProblems } from "./image-version.ts";

/** What the controllers of classes cannot do, each where the user wrote it. */
export function controllerProblems(
  classes: readonly LocatedClass[],
  services: readonly LocatedService[],
): readonly Problem[] {
  const specs = classes.map(({ spec }) => spec);
  const serviceSpecs = services.map(({ spec }) => spec);
  return [
    ...classes.flatMap(({ args, spec, at }) =>
      imageProblems(args, classControllers[spec.controller].facts, at),
    ),
    ...specs.flatMap((spec) => {
      const { facts, settings, configuration, pod } = classControllers[spec.controller];
      const served = servicesOf(spec, serviceSpecs);
      return [
        ...settingProblems(settings, spec),
        ...extraArgProblems(pod.extraArgs, facts.title, spec.extraArgs, classSetting(spec, "extraArgs")),
        ...configuration.problems(spec, served),
      ];
    }),
    ...withFullPaths(unservable(specs, serviceSpecs), services),
  ];
}
