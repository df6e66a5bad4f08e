import type { ExecutionContext } from "ava";
import type { LoadPlan } from "../../bench/load/load.ts";
import type { LoadResult, TargetAnswers } from "../../bench/load/result.ts";
import { classControllers } from "../../core/controllers/registry.ts";
import type { ClassControllerName } from "../../core/model/controllers.ts";
import { names } from "../../core/model/names.ts";
import { inNode } from "../../lab/nodes/node.ts";
import { type Gap, gapsDuring } from "./controller-pods.ts";
import { drain } from "./drain.ts";
import { paced } from "./pace.ts";
import { type Reading, readinessDuring } from "./readiness.ts";
import type { Side } from "./settings.ts";
import type { Suite } from "./suite.ts";
import { bothKinds, heldInReload, noneFailed, ordersPlan, summary, underLoads } from "./under-load.ts";

/** Milliseconds after a readiness port is ready again in which a request may still fail. */
const slack = 200;
/** ingress-nginx's workers fetch the backends once a second, so they answer 503 for a moment after readiness. */
const unsynced: Readonly<Record<ClassControllerName, number>> = { f5: 0, "ingress-nginx": 2_000 };
/** A reload of ingress-nginx breaks a request on some of the open connections. */
const bound = { share: 0.05 };

interface Watched {
  readonly gaps: readonly Gap[];
  readonly readings: readonly Reading[];
}

/** Changes controllers and nodes under load. Each node is counted separately. */
export function rollout({ check, testbed, sides, settings }: Suite): void {
  /** Load on each node and controller during `work`, with keep-alive and with one connection per request. */
  const underLoad = async (work: () => Promise<unknown>) => {
    const results = await underLoads(await paced(sides.flatMap(plans)), work);
    const ofSide = ({ controller }: Side) =>
      results.filter(({ name }) => name.startsWith(`${controller}-node`));
    return sides.map((side) => ({ side, results: ofSide(side) }));
  };
  const plans = (side: Side): readonly LoadPlan[] =>
    testbed().nodes.flatMap(({ name, address }) =>
      bothKinds({
        ...ordersPlan(testbed(), side),
        name: `${side.controller}-${name}`,
        targets: [`${address}:${side.http}`],
        rate: side.rate / 3,
      }),
    );

  check(
    "a changed knob under load: it reaches nginx, and a reload breaks no request (ingress-nginx: few)",
    async (t) => {
      await testbed().up(await settings());
      const performance = { profile: "high", keepAliveRequests: 5_000, proxyReadTimeout: "50s" };
      const loaded = await underLoad(async () => {
        const changes = await testbed().up(await settings({ ofClass: () => ({ performance }) }));
        t.is(changes.update, sides.length, "the ConfigMaps alone");
      });
      for (const { side, results } of loaded) {
        for (const result of results) heldInReload(t, side, result, bound);
      }
    },
    4,
  );

  check(
    "another controller image under load: requests fail only on the node whose controller is being replaced",
    async (t) => {
      const other = ({ controller }: Side) => `${classControllers[controller].facts.image}-again`;
      for (const side of sides) {
        const tag = ["images", "tag", "--force", classControllers[side.controller].facts.image, other(side)];
        for (const node of testbed().nodes) await inNode(node, "ctr", "--namespace", "k8s.io", ...tag);
      }
      await testbed().up(await settings());
      const changed = await settings({ ofClass: (side) => ({ image: other(side) }) });
      let watched: readonly Watched[] = [];
      const loaded = await underLoad(async () => {
        const up = testbed().up(changed);
        watched = await Promise.all(sides.map((side) => watchDuring(side, () => up)));
      });
      for (const [index, { side, results }] of loaded.entries()) {
        const { gaps = [], readings = [] } = watched[index] ?? {};
        t.deepEqual(gaps.map(({ node }) => node).toSorted(), ["node1", "node2"], "each node once");
        const [first, second] = gaps.toSorted((a, b) => a.from - b.from);
        t.true(
          first !== undefined && second !== undefined && first.to <= second.from,
          "never both at a time",
        );
        for (const gap of gaps) {
          const ofNode = results.filter(({ name }) => name.startsWith(`${side.controller}-${gap.node}`));
          onlyInGap(t, side, gap, ofNode);
          onlyWhileNotReady(t, side, gap, ofNode, readings);
        }
      }
    },
    6,
  );

  check(
    "a node is drained under load: its backends move, its nginx goes on, no request fails",
    async (t) => {
      const [node] = testbed().nodes;
      const { kubectl } = testbed().cluster;
      try {
        const loaded = await underLoad(async () => {
          await drain(testbed(), node.name);
          const where = "jsonpath={range .items[*]}{.spec.nodeName} {end}";
          const selector = ["-l", "app.kubernetes.io/name=echo"];
          const { stdout } = await kubectl.run(["get", "pod", "-n", "default", ...selector, "-o", where]);
          t.false(stdout.split(" ").includes(node.name), "no backend is left on it");
        });
        for (const result of loaded.flatMap(({ results }) => results)) noneFailed(t, result);
      } finally {
        await kubectl.run(["uncordon", node.name]);
      }
    },
    5,
  );

  const watchDuring = async (side: Side, work: () => Promise<unknown>): Promise<Watched> => {
    let gaps: readonly Gap[] = [];
    const readings = await readinessDuring(testbed(), side, async () => {
      gaps = await gapsDuring(testbed(), names.namespace(side.className), work);
    });
    return { gaps, readings };
  };
}

function onlyInGap(
  t: ExecutionContext,
  { controller }: Side,
  { node, from, to }: Gap,
  results: readonly LoadResult[],
): void {
  for (const result of results) {
    t.log(summary({ ...result, examples: [] }, from));
    const { failed, firstFailure, lastFailure } = targetOf(result);
    if (failed === 0) continue;
    t.true(
      firstFailure >= from && lastFailure <= to + unsynced[controller],
      `${result.name}: failed while its controller was ready`,
    );
  }
  t.log(`${node}: its controller was leaving, away or not ready for ${Math.round(to - from)} ms`);
}

function onlyWhileNotReady(
  t: ExecutionContext,
  { controller }: Side,
  { node, from }: Gap,
  results: readonly LoadResult[],
  readings: readonly Reading[],
): void {
  const readingsOfNode = readings.filter((reading) => reading.node === node);
  const down = readingsOfNode.find(({ ready }) => !ready)?.at ?? from;
  const up = readingsOfNode[readingsOfNode.findLastIndex(({ ready }) => !ready) + 1]?.answered;
  if (up === undefined) {
    t.fail(`${node} did not say ready again`);
    return;
  }
  t.log(`${node}: its readiness port refused or said no for ${up - down} ms, from ${down - from} ms on`);
  // A leaving pod may say ready while nginx already refuses new connections: clients retry these.
  const failing = results.map(targetOf).filter(({ failed }) => failed > 0);
  const early = down - Math.min(...failing.map(({ firstFailure }) => firstFailure));
  t.log(`${node}: requests failed for ${Math.max(0, Math.round(early))} ms before it said no`);
  const late = Math.max(...failing.map(({ lastFailure }) => lastFailure)) - up;
  t.true(late <= slack + unsynced[controller], `${node}: requests failed for ${late} ms after it said ready`);
}

/** Results of a load's only target. */
function targetOf({ targets }: LoadResult): TargetAnswers {
  const [only] = Object.values(targets);
  if (only === undefined) throw new Error("the load sent nothing");
  return only;
}
