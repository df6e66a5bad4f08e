import type { ClassSpec } from "../../model/class.ts";
import type { PerformanceKnobs } from "../../model/performance.ts";

/**
 * Worker processes of a class that leaves their number to nginx and has a CPU limit: one for each core that the limit
 * grants. nginx's own `auto` counts the node's cores, and on a large node all those workers would share the limit.
 * ingress-nginx counts as this does.
 */
export function workersWithinLimit({ performance, resources }: ClassSpec): PerformanceKnobs {
  const { workerProcesses = "auto" } = performance;
  const cores = coresOf(resources.limits?.cpu);
  return workerProcesses !== "auto" || cores === undefined ? {} : { workerProcesses: Math.ceil(cores) };
}

/** Cores of an amount such as `2`, `1.5` or `500m`. */
function coresOf(amount: string | undefined): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(amount ?? "") ?? [];
  const cores = Number(number) / (unit === "m" ? 1000 : 1);
  return cores > 0 ? cores : undefined;
}
