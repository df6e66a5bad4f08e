import test from "ava";
import { type ClusterFacts, whyNoTrial } from "../../../lab/stacks/preflight.ts";
import { committedStack } from "../../committed-stacks.ts";

const facts: ClusterFacts = {
  context: "prod",
  version: "v1.34.1",
  denied: [],
  owner: undefined,
  id: "mine",
  nodePorts: { 31000: "default/other" },
};

for (const [what, changes, why] of [
  ["that is as it should be", {}, undefined],
  ["with the oldest Kubernetes", { version: "v1.30.0" }, undefined],
  ["where the trial is up", { owner: "mine", nodePorts: { 30080: "ingress-trial/controller" } }, undefined],
  [
    "that is too old",
    { version: "v1.29.14" },
    "The cluster of context prod runs Kubernetes v1.29.14, older than 1.30, the oldest that exposure supports: upgrade it, or take another with CONTEXT=.",
  ],
  [
    "without the rights",
    { denied: ["create namespaces", "list secrets"] },
    "The user of context prod may not create namespaces, list secrets (status 403): a trial needs the rights of a cluster administrator (ClusterRole cluster-admin).",
  ],
  [
    "with the trial of another machine",
    { owner: "other" },
    "The cluster of context prod has a namespace exposure-lab that this machine's trial did not make: take down the trial it belongs to (`make down CONTEXT=prod` where it was made), or delete it.",
  ],
  [
    "with a namespace of somebody's own",
    { owner: "" },
    "The cluster of context prod has a namespace exposure-lab that this machine's trial did not make: take down the trial it belongs to (`make down CONTEXT=prod` where it was made), or delete it.",
  ],
  [
    "whose node port is taken",
    { nodePorts: { 30443: "media/live" } },
    "Node port 30443, where class trial is to listen, is taken by Service media/live: give the class another one in Pulumi.trial.yaml (`expose`).",
  ],
] as const satisfies readonly (readonly [string, Partial<ClusterFacts>, string | undefined])[]) {
  test(`a trial on a cluster ${what} is ${why === undefined ? "taken" : "refused"}`, (t) => {
    t.is(whyNoTrial({ ...facts, ...changes }, committedStack("trial")), why);
  });
}

test("the trial's stack leaves the cluster's nodes and default class alone", (t) => {
  const { classes, services } = committedStack("trial");
  t.deepEqual(
    classes.map(({ name, default: isDefault, nodeSelector, expose }) => [
      name,
      isDefault,
      nodeSelector,
      expose.as,
    ]),
    [["trial", false, { "kubernetes.io/os": "linux" }, "nodePort"]],
  );
  t.deepEqual([...new Set(services.map(({ namespace }) => namespace))], ["exposure-lab"]);
});
