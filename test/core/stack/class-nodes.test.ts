import test from "ava";
import type { ClassArgs } from "../../../core/model/class.ts";
import { checkRolloutNodes } from "../../../core/stack/class-nodes.ts";
import { told } from "../../told-problems.ts";
import { resolveClass } from "../resolve-class.ts";

type Node = {
  readonly spec?: {
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
};

const plain: Node = {};
const tainted = (key: string, effect: string, value?: string): Node => ({
  spec: { taints: [{ key, effect, ...(value === undefined ? {} : { value }) }] },
});

/** An API server that lists these nodes, and what it was asked. */
function serverWith(...items: readonly Node[]) {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    return { items };
  };
  return { asked, open: async () => ({ get }) };
}

const classOf = (maxUnavailable: number | `${number}%`, args: ClassArgs = {}) =>
  resolveClass("public", { ...args, rollout: { maxUnavailable } });

for (const [maxUnavailable, nodes, refused] of [
  ["51%", 2, true],
  ["51%", 3, false],
  ["67%", 3, true],
  ["67%", 4, false],
  ["99%", 99, true],
  ["99%", 100, false],
  [3, 2, true],
  [3, 3, true],
  [3, 4, false],
  // A single node has no other to serve meanwhile, and none is for a cluster that is still empty.
  [3, 1, false],
  [3, 0, false],
] as const) {
  test(`${maxUnavailable} of ${nodes} nodes at once`, async (t) => {
    const { open } = serverWith(...Array<Node>(nodes).fill(plain));
    const { problems, warnings } = await checkRolloutNodes([classOf(maxUnavailable)], open);
    t.deepEqual(told(problems), refused ? ["classes.public.rollout.maxUnavailable: no-pod-left"] : []);
    t.deepEqual(warnings, []);
  });
}

for (const [title, spec] of [
  ["one node at a time", resolveClass("public", {})],
  ["half of them", classOf("50%")],
  ["a Deployment, whose replicas are known", classOf(3, { expose: { as: "loadBalancer" }, replicas: 4 })],
] as const) {
  test(`nothing is asked for ${title}`, async (t) => {
    const { asked, open } = serverWith(plain, plain);
    t.deepEqual(await checkRolloutNodes([spec], open), { problems: [], warnings: [] });
    t.deepEqual(asked, []);
  });
}

test("the nodes are those with the class's labels", async (t) => {
  const { asked, open } = serverWith();
  await checkRolloutNodes([classOf(2, { nodeSelector: { edge: "public" } })], open);
  t.deepEqual(asked, ["/api/v1/nodes?labelSelector=kubernetes.io%2Fos%3Dlinux%2Cedge%3Dpublic"]);
});

for (const [title, node, counts] of [
  ["that is cordoned", tainted("node.kubernetes.io/unschedulable", "NoSchedule"), true],
  ["that has just gone silent", tainted("node.kubernetes.io/unreachable", "NoExecute"), true],
  ["with a taint that the class tolerates", tainted("edge", "NoSchedule", "public"), true],
  ["with that taint of another value", tainted("edge", "NoSchedule", "other"), false],
  ["with that taint of another effect", tainted("edge", "NoExecute", "public"), false],
  ["of the control plane", tainted("node-role.kubernetes.io/control-plane", "NoSchedule"), false],
  ["that the scheduler would rather leave alone", tainted("spot", "PreferNoSchedule"), true],
] as const) {
  test(`a node ${title} ${counts ? "counts" : "does not count"}`, async (t) => {
    const tolerations = [{ key: "edge", value: "public", effect: "NoSchedule" }] as const;
    const { open } = serverWith(plain, plain, node);
    const { problems } = await checkRolloutNodes([classOf(2, { tolerations })], open);
    t.is(problems.length, counts ? 0 : 1);
  });
}

for (const [title, open] of [
  ["refuses the list", async () => ({ get: () => Promise.reject(new Error("status 403")) })],
  ["cannot be opened", () => Promise.reject(new Error("no such plugin"))],
  ["knows no such path", async () => ({ get: async () => undefined })],
] as const) {
  test(`an API server that ${title} leaves a doubt`, async (t) => {
    const { problems, warnings } = await checkRolloutNodes([classOf("67%")], open);
    t.deepEqual(problems, []);
    t.deepEqual(warnings, [
      "classes.public.rollout.maxUnavailable: 67% of the class's nodes are replaced at once, which is all of them if there are 3 or fewer; the API server does not list its nodes, so they could not be counted",
    ]);
  });
}
