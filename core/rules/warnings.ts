import { classControllers } from "../controllers/registry.ts";
import { planFailover } from "../failover/plan.ts";
import { sharedWarnings, speechWarnings } from "../failover/standby.ts";
import type { StackConfig } from "../model/stack.ts";

/** What is allowed but should change, one sentence each. */
export function warningsOf({
  classes,
  ...switches
}: Pick<StackConfig, "classes" | "services" | "failover">): readonly string[] {
  return [...classWarnings(classes), ...switchWarnings(switches)];
}

function classWarnings(classes: StackConfig["classes"]): readonly string[] {
  return classes.flatMap(({ name, controller }) => {
    const { title, version, retired } = classControllers[controller].facts;
    return retired === undefined ? [] : [`class "${name}" runs ${title} ${version}: ${retired}`];
  });
}

/** The part of them that is about emergency backends. */
export function switchWarnings({
  services,
  failover,
}: Pick<StackConfig, "services" | "failover">): readonly string[] {
  return [...speechWarnings(services), ...sharedWarnings(planFailover(failover, services))];
}
