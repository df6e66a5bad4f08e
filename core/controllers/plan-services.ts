import type { ClassSpec } from "../model/class.ts";
import type { ActiveBackend } from "../model/failover.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import { classControllers } from "./registry.ts";
import type { ServicePlans } from "./service-plan.ts";
import { problemOfClass } from "./service-problems.ts";

/** Everything in services that their class cannot do. Empty: `planServices` succeeds. */
export function unservable(
  classes: readonly ClassSpec[],
  services: readonly ServiceSpec[],
): readonly Problem[] {
  return classes.flatMap((spec) =>
    classControllers[spec.controller].services.problems(spec, servicesOf(spec, services)),
  );
}

/** The objects of all services. Assumes that `unservable` found nothing. */
export function planServices(classes: readonly ClassSpec[], active: readonly ActiveBackend[]): ServicePlans {
  const plans = classes.map((spec) =>
    classControllers[spec.controller].services.plan(
      spec,
      active.filter(({ service }) => service.class === spec.name),
    ),
  );
  return {
    services: plans.flatMap(({ services }) => services),
    shared: plans.flatMap(({ shared }) => shared),
  };
}

/** Drills and weights that the controller of the service's class does not support. */
export function switchProblems(
  classes: readonly ClassSpec[],
  active: readonly ActiveBackend[],
): readonly Problem[] {
  const services = active.map(({ service }) => service);
  return classes.flatMap((spec) =>
    active.flatMap(({ service, switch: { mode } }) => {
      if (service.class !== spec.name || (mode !== "drill" && mode !== "weighted")) return [];
      const refusal = classControllers[spec.controller].switching.refusal(mode, service, services);
      if (refusal === undefined) return [];
      const { code, sentence } = refusal;
      return [
        problemOfClass(spec, `failover.services.${service.name}`, {
          code,
          sentence: `${sentence}; nothing was switched`,
        }),
      ];
    }),
  );
}

/** The services that a class serves. */
export function servicesOf(spec: ClassSpec, services: readonly ServiceSpec[]): readonly ServiceSpec[] {
  return services.filter((service) => service.class === spec.name);
}
