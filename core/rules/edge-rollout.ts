import type { EdgeSpec } from "../model/edge.ts";
import type { Problem } from "../model/problems.ts";

/** A rollout that would take the edge from all of its nodes at once. A single node has no other way. */
export function edgeRolloutProblems({
  nodes,
  rollout,
}: Pick<EdgeSpec, "nodes" | "rollout">): readonly Problem[] {
  const count = new Set(nodes).size;
  const { maxUnavailable } = rollout;
  // A DaemonSet rounds a share up.
  const taken =
    typeof maxUnavailable === "number"
      ? maxUnavailable
      : Math.ceil((count * Number.parseInt(maxUnavailable, 10)) / 100);
  if (count < 2 || taken < count) return [];
  const how = typeof maxUnavailable === "number" ? "" : ", rounded up,";
  const message = `allowing ${maxUnavailable} of ${count} nodes${how} to be unavailable leaves none to serve requests: lower it`;
  return [{ path: "edge.rollout.maxUnavailable", code: "no-pod-left", message }];
}
