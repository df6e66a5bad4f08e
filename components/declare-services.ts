import type { ComponentResourceOptions, Resource, ResourceHookBinding } from "@pulumi/pulumi";
import type { PlannedService } from "../core/controllers/service-plan.ts";
import { PlannedIngress } from "./planned-ingress.ts";

/**
 * Declares services, each by its own name.
 * @param hooks called around each change of an object whose service has an emergency backend
 * @param afterOf see `PlannedIngressArgs.after`
 */
export function declareServices(
  plans: readonly PlannedService[],
  hooks: ResourceHookBinding | undefined,
  optionsOf: (plan: PlannedService) => ComponentResourceOptions,
  afterOf: (plan: PlannedService) => readonly Resource[] = () => [],
): ReadonlyMap<string, PlannedIngress> {
  return withoutStacks(
    () =>
      new Map(
        plans.map((plan) => {
          const { name, emergency } = plan.service;
          const args = { plan, after: afterOf(plan), ...(hooks && emergency && { hooks }) };
          return [name, new PlannedIngress(name, args, optionsOf(plan))] as const;
        }),
      ),
  );
}

/**
 * The SDK notes a stack with each of the promises of a resource, which for a thousand services takes a tenth of the
 * program's processor time or more. An error in here is told without a stack.
 */
function withoutStacks<T>(declare: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return declare();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
