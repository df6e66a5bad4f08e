import type { Share } from "../config/units.ts";

export type Rounded = "up" | "down";

/**
 * How many of some pods or nodes a share of them is.
 * @param rounded Kubernetes rounds a Deployment's share down, and those of a DaemonSet and a PodDisruptionBudget up
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
 */
export function unavailableOf(share: Share, count: number, rounded: Rounded): number {
  if (typeof share === "number") return share;
  const part = (count * Number.parseInt(share, 10)) / 100;
  return rounded === "up" ? Math.ceil(part) : Math.floor(part);
}

/** The most pods or nodes of which a share, rounded up, is all. */
export function mostTakenWhole(share: Share): number {
  return typeof share === "number" ? share : Math.ceil(100 / (100 - Number.parseInt(share, 10))) - 1;
}
