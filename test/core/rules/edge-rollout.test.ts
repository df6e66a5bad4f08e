import test from "ava";
import { edgeRolloutProblems } from "../../../core/rules/edge-rollout.ts";
import { told } from "../../told-problems.ts";

const nodes = (count: number) => Array.from({ length: count }, (_, index) => `192.0.2.${index + 1}`);
const refused = ["edge.rollout.maxUnavailable: no-pod-left"];

for (const [count, maxUnavailable, problems] of [
  [2, 1, []],
  [2, 2, refused],
  [2, "50%", []],
  [2, "51%", refused],
  [3, "66%", []],
  [3, "67%", refused],
  [3, 9, refused],
  [1, 1, []],
] as const) {
  test(`${maxUnavailable} of ${count} nodes: ${problems.length} problems`, (t) => {
    const rollout = { maxUnavailable, minReady: "5s" } as const;
    t.deepEqual(told(edgeRolloutProblems({ nodes: nodes(count), rollout })), problems);
  });
}
