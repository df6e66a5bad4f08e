import { type ActiveBackend, isPartial } from "../failover/plan.ts";
import type { ClassSpec } from "../model/class.ts";
import type { ClassControllerName } from "../model/controllers.ts";
import type { ClassDemands } from "../model/demands.ts";
import type { SwitchMode } from "../model/failover.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import { f5 } from "./f5/services.ts";
import { ingressNginx } from "./ingress-nginx/services.ts";
import type { ServiceDialect, ServicePlan } from "./service-controller.ts";

export type { IngressPlan, MasterPlan, ServicePlan } from "./service-controller.ts";

const dialects: Readonly<Record<ClassControllerName, ServiceDialect>> = { f5, "ingress-nginx": ingressNginx };

/** Everything services ask for that their class can not do, each with the way out. Empty: `planIngresses` succeeds. */
export function dialectProblems(
  classes: readonly ClassSpec[],
  services: readonly ServiceSpec[],
): readonly Problem[] {
  return classes.flatMap((spec) => dialects[spec.controller].problems(spec, servicesOf(spec, services)));
}

/** The Ingresses of all services. Assumes that `dialectProblems` found none. */
export function planIngresses(classes: readonly ClassSpec[], active: readonly ActiveBackend[]): ServicePlan {
  const plans = classes.map((spec) =>
    dialects[spec.controller].plan(
      spec,
      active.filter(({ service }) => service.class === spec.name),
    ),
  );
  return {
    ingresses: plans.flatMap(({ ingresses }) => ingresses),
    masters: plans.flatMap(({ masters }) => masters),
  };
}

/** Drills and weights asked for where a class' controller can not send a part of the requests elsewhere. */
export function switchProblems(
  classes: readonly ClassSpec[],
  active: readonly ActiveBackend[],
): readonly Problem[] {
  return classes.flatMap((spec) => {
    const services = active.map(({ service }) => service);
    return active
      .filter((one) => one.service.class === spec.name && isPartial(one))
      .flatMap(({ service, switch: { mode } }) => {
        const { canaries } = dialects[spec.controller];
        const sentence = canaries === undefined ? noPart[mode] : canaries.problem(service, services);
        if (sentence === undefined) return [];
        const message = `class "${spec.name}" (${spec.controller}) ${sentence}; nothing was switched`;
        return [{ path: `failover.services.${service.name}`, message }];
      });
  });
}

/** What a class' controller has to be told once for all of its services. */
export function classDemands(spec: ClassSpec, services: readonly ServiceSpec[]): ClassDemands {
  return dialects[spec.controller].demands(spec, servicesOf(spec, services));
}

function servicesOf(spec: ClassSpec, services: readonly ServiceSpec[]): readonly ServiceSpec[] {
  return services.filter((service) => service.class === spec.name);
}

const out =
  "set its mode to on, or serve it from an ingress-nginx class, or from class haproxy of an edge stack";

/** Where a dialect has no canaries. */
const noPart: Readonly<Partial<Record<SwitchMode, string>>> = {
  drill: `can not tell marked requests from others by an Ingress, so it has no drill: ${out}`,
  weighted: `can not share one path between two Services by an Ingress, so it has no weights: ${out}`,
};
