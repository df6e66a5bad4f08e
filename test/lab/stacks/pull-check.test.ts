import test from "ava";
import { type PodObject, verdictOf } from "../../../lab/stacks/pull-check.ts";

const waiting = (reason: string, message?: string): PodObject => ({
  status: {
    containerStatuses: [{ state: { waiting: { reason, ...(message === undefined ? {} : { message }) } } }],
  },
});
const unscheduled = {
  type: "PodScheduled",
  status: "False",
  message: "0/3 nodes are available: 3 Insufficient cpu.",
};

for (const [what, pod, verdict] of [
  ["is new", {}, "unknown"],
  ["is being made", waiting("ContainerCreating"), "unknown"],
  ["runs", { status: { containerStatuses: [{ state: { running: {} } }] } }, "pulled"],
  ["has ended", { status: { containerStatuses: [{ state: { terminated: {} } }] } }, "pulled"],
  ["has no shell", waiting("CreateContainerError", "no such file"), "pulled"],
  [
    "cannot pull",
    waiting("ErrImagePull", "failed to pull: no such host\nmore"),
    { reason: "failed to pull: no such host", patient: false },
  ],
  ["has given up for a while", waiting("ImagePullBackOff"), { reason: "ImagePullBackOff", patient: false }],
  [
    "has a name that is none",
    waiting("InvalidImageName", "couldn't parse image name"),
    { reason: "couldn't parse image name", patient: false },
  ],
  ["has no node", { status: { conditions: [unscheduled] } }, { reason: unscheduled.message, patient: true }],
] as const satisfies readonly (readonly [string, PodObject, ReturnType<typeof verdictOf>])[]) {
  test(`a pod that ${what} says ${JSON.stringify(verdict)}`, (t) => {
    t.deepEqual(verdictOf(pod), verdict);
  });
}
