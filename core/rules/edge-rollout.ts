import type { EdgeSpec } from "../model/edge.ts";
import type { Problem } from "../model/problems.ts";
import { unavailableOf } from "./unavailable.ts";

/** A rollout that would take the edge from all of its nodes at once. A single node has no other way. */
export function edgeRolloutProblems({
  nodes,
  rollout,
}: Pick<EdgeSpec, "nodes" | "rollout">): readonly Problem[] {
  const count = new Set(nodes).size;
  const { maxUnavailable } = rollout;
  if (count < 2 || unavailableOf(maxUnavailable, count, "up") < count) return [];
  const how = typeof maxUnavailable === "number" ? "" : ", rounded up,";
  const message = `allowing ${maxUnavailable} of ${count} nodes${how} to be unavailable leaves none to serve requests: lower it`;
  return [{ path: "edge.rollout.maxUnavailable", code: "no-pod-left", message }];
}
