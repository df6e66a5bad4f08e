import { setTimeout as sleep } from "node:timers/promises";
import { controllers } from "../../components/model/controllers.ts";
import { names } from "../../components/names.ts";
import type { Settings } from "../../lab/edge/edge.ts";
import { type Load, startLoad } from "../../lab/load/load.ts";
import type { LoadResult } from "../../lab/load/result.ts";
import { inNode } from "../../lab/nodes/node.ts";
import { type Gap, gapsDuring } from "./controller-pods.ts";
import { type Reading, readinessDuring } from "./readiness.ts";
import { edgeClass, edgeSettings, ordersHost } from "./settings.ts";
import type { Suite } from "./suite.ts";

/** Between two readings of a readiness port, and how long one may take under load. */
const slack = 200;

/** What changes about the controllers and their nodes while load goes to both, each node counted by itself. */
export function rollout({ check, edge, controller }: Suite): void {
  const withClass = (own: Settings) =>
    edgeSettings(controller, {
      "exposure:classes": { public: edgeClass(controller, { default: true, ...own }) },
    });
  /** Load on each node, keep-alive and one connection per request, while `work` is done. */
  const underLoad = async (work: () => Promise<unknown>): Promise<readonly (readonly LoadResult[])[]> => {
    const loads: Load[][] = [];
    for (const { name, address } of edge().nodes) {
      const plan = { targets: [`${address}:80`], host: ordersHost, services: ["orders"], seconds: 300 };
      loads.push([
        await startLoad({ ...plan, name: `${name}-keep-alive`, rate: 1_000, connections: 16 }),
        await startLoad({ ...plan, name: `${name}-per-request`, rate: 500, connections: 16, close: true }),
      ]);
    }
    try {
      await Promise.all(loads.flat().map(({ flowing }) => flowing));
      await work();
      await sleep(2_000);
    } finally {
      await Promise.all(loads.flat().map((load) => load.stop()));
    }
    return Promise.all(loads.map((ofNode) => Promise.all(ofNode.map(({ result }) => result))));
  };

  check(
    "a changed knob under load: no request fails on any node",
    async (t) => {
      await edge().up(await withClass({}));
      const results = await underLoad(async () => {
        const performance = { profile: "high", keepAliveRequests: 5_000, proxyReadTimeout: "50s" };
        const { summary } = await edge().up(await withClass({ performance }));
        t.is(summary.resourceChanges?.update, 1, "the ConfigMap alone");
      });
      for (const result of results.flat()) t.like(result, { failed: 0, examples: [] }, result.name);
    },
    4,
  );

  check(
    "another controller image under load: requests fail only on the node whose controller is being replaced",
    async (t) => {
      await edge().up(await withClass({}));
      const { image } = controllers[controller];
      const other = `${image}-again`;
      for (const node of edge().nodes) {
        await inNode(node, "ctr", "--namespace", "k8s.io", "images", "tag", "--force", image, other);
      }
      let gaps: readonly Gap[] = [];
      let readings: readonly Reading[] = [];
      const results = await underLoad(async () => {
        const settings = await withClass({ image: other });
        readings = await readinessDuring(edge(), async () => {
          gaps = await gapsDuring(edge(), names.namespace("public"), () => edge().up(settings));
        });
      });
      t.deepEqual(gaps.map(({ node }) => node).toSorted(), ["node1", "node2"], "each node once");
      const [first, second] = gaps.toSorted((a, b) => a.from - b.from);
      t.true(first !== undefined && second !== undefined && first.to <= second.from, "never both at a time");
      for (const { node, from, to } of gaps) {
        const ofNode = results.flat().filter(({ name }) => name.startsWith(node));
        for (const { name, failures, targets } of ofNode) {
          const { firstFailure = 0, lastFailure = 0 } = Object.values(targets)[0] ?? {};
          t.log(`${name}: ${JSON.stringify(failures)} within ${Math.round(lastFailure - firstFailure)} ms`);
          t.true(firstFailure >= from && lastFailure <= to, `${name}: failed while its controller was there`);
        }
        t.log(`${node}: its controller was leaving, away or not ready for ${Math.round(to - from)} ms`);
        const unready = readings
          .filter((reading) => reading.node === node && !reading.ready)
          .map(({ at }) => at);
        const [down = 0, up = 0] = [unready[0], unready.at(-1)];
        t.log(
          `${node}: its readiness port refused or said no for ${up - down} ms, from ${down - from} ms on`,
        );
        // On its way out it may say ready while nginx, which takes no new connection, ends: retries are for that.
        const failing = ofNode.flatMap(({ examples }) => examples.map(({ at }) => at));
        t.log(
          `${node}: requests failed for ${Math.max(0, down - Math.min(...failing))} ms before it said no`,
        );
        for (const { at, message } of ofNode.flatMap(({ examples }) => examples)) {
          t.true(at <= up + slack, `${node} said ready again while it failed: ${message}`);
        }
      }
      await edge().up(await withClass({}));
    },
    6,
  );

  check(
    "a node is drained under load: its backends move, its nginx goes on, no request fails",
    async (t) => {
      const [node] = edge().nodes;
      const { kubectl } = edge().cluster;
      try {
        const results = await underLoad(async () => {
          const args = ["--ignore-daemonsets", "--delete-emptydir-data", "--timeout=120s"];
          await kubectl.run(["drain", node.name, ...args], { timeout: 130_000 });
          const where = "jsonpath={range .items[*]}{.spec.nodeName} {end}";
          const selector = ["-l", "app.kubernetes.io/name=echo"];
          const { stdout } = await kubectl.run(["get", "pod", "-n", "default", ...selector, "-o", where]);
          t.false(stdout.split(" ").includes(node.name), "no backend is left on it");
        });
        for (const result of results.flat()) t.like(result, { failed: 0, examples: [] }, result.name);
      } finally {
        await kubectl.run(["uncordon", node.name]);
      }
    },
    5,
  );
}
