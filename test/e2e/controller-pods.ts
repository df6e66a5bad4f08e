import { setTimeout as sleep } from "node:timers/promises";
import type { Testbed } from "../../lab/testbed/testbed.ts";

/** A period in which a node has no ready controller that is not leaving; Unix milliseconds. */
export interface Gap {
  readonly node: string;
  readonly from: number;
  to: number;
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly deletionTimestamp?: string };
    readonly spec: { readonly nodeName?: string };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/**
 * Watches a class' controller during `work` and until every node has one again. Returns when each node had none.
 * @throws if a node still has none a minute later
 */
export async function gapsDuring(
  testbed: Testbed,
  namespace: string,
  work: () => Promise<unknown>,
): Promise<readonly Gap[]> {
  const gaps: Gap[] = [];
  const isOpen = ({ to }: Gap) => to === Number.POSITIVE_INFINITY;
  let deadline = Number.POSITIVE_INFINITY;
  let working = true;
  const watch = async () => {
    while (working || gaps.some(isOpen)) {
      const askedAt = Date.now();
      if (askedAt > deadline) throw new Error("a node has no controller a minute after the change");
      const serving = await nodesServing(testbed, namespace);
      const now = Date.now();
      for (const { name } of testbed.nodes) {
        const open = gaps.find((gap) => gap.node === name && isOpen(gap));
        if (serving.has(name) && open !== undefined) open.to = now;
        if (!serving.has(name) && open === undefined) {
          gaps.push({ node: name, from: askedAt, to: Number.POSITIVE_INFINITY });
        }
      }
      await sleep(200);
    }
  };
  const watching = watch();
  try {
    await work();
  } finally {
    working = false;
    deadline = Date.now() + 60_000;
    await watching;
  }
  return gaps;
}

async function nodesServing(testbed: Testbed, namespace: string): Promise<ReadonlySet<string | undefined>> {
  const selector = ["-l", "app.kubernetes.io/name=ingress-controller"];
  const { stdout } = await testbed.cluster.kubectl.run([
    "get",
    "pod",
    "-n",
    namespace,
    ...selector,
    "-o",
    "json",
  ]);
  const { items } = JSON.parse(stdout) as PodList;
  const stays = items.filter(
    ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined &&
      status.conditions?.some(({ type, status }) => type === "Ready" && status === "True"),
  );
  return new Set(stays.map(({ spec }) => spec.nodeName));
}
