import type { PlannedService } from "../controllers/service-plan.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import { names } from "../model/names.ts";
import { type LiveObjects, switchedOf } from "./live.ts";

/**
 * Whether the cluster has these services with the classes, and the classes with the controllers, that the stack file
 * names. False too where the API server does not show a class.
 * @param controllerOf `spec.controller` of a class's IngressClass, as planned
 */
export async function servedAsPlanned(
  api: Pick<ApiServer, "get">,
  plans: readonly PlannedService[],
  live: LiveObjects | Promise<LiveObjects>,
  controllerOf: (spec: PlannedService["class"]) => string,
): Promise<boolean> {
  const classes = new Map(plans.map((plan) => [names.ingressClass(plan.class.name), plan.class]));
  const seen = await Promise.all(
    [...classes].map(async ([name, spec]) => {
      const found = await api.get(`/apis/networking.k8s.io/v1/ingressclasses/${name}`).catch(() => undefined);
      return (found as Spec<{ controller?: string }>)?.spec?.controller === controllerOf(spec);
    }),
  );
  const objects = await live;
  return (
    seen.every(Boolean) &&
    plans.every((plan) => {
      const object = switchedOf(plan, objects) as Spec<{ ingressClassName?: string }>;
      return object?.spec?.ingressClassName === names.ingressClass(plan.class.name);
    })
  );
}

type Spec<T> = { readonly spec?: T } | undefined;
