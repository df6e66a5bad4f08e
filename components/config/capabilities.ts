import { configProblems } from "../ingress-controller/config/config-map.ts";
import { ConfigError } from "../model/problems.ts";
import type { StackConfig } from "../model/stack.ts";
import { dialectProblems } from "../service-ingress/plan.ts";

/**
 * Refuses what a class' controller can not do, all of it at once and before anything is declared.
 * @throws ConfigError
 */
export function assertCapable({ classes, services }: StackConfig): void {
  const problems = [...classes.flatMap(configProblems), ...dialectProblems(classes, services)];
  if (problems.length > 0) throw new ConfigError(problems);
}
