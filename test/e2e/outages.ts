import { setTimeout as sleep } from "node:timers/promises";
import { ensureControlPlane, startCluster } from "../../lab/cluster/cluster.ts";
import { processesOf } from "../../lab/cluster/processes.ts";
import type { Edge } from "../../lab/edge/edge.ts";
import { until } from "../../lab/edge/until.ts";
import { type LoadPlan, startLoad } from "../../lab/load/load.ts";
import { edgeSettings, ordersHost } from "./settings.ts";
import type { Suite } from "./suite.ts";

/** Backends that come and go under load. */
export function movingEndpoints({ check, edge, controller }: Suite): void {
  check(
    "endpoints come and go under load, 2 to 6 to 2: no request fails",
    async (t) => {
      await edge().up(await edgeSettings(controller));
      const { kubectl } = edge().cluster;
      const scale = async (replicas: number) => {
        await kubectl.run(["scale", "deployment/orders", "-n", "default", `--replicas=${replicas}`]);
        await until(`${replicas} pods of orders`, 90_000, async () => {
          const selector = ["-l", "app.kubernetes.io/name=echo,app.kubernetes.io/instance=orders"];
          const form = "jsonpath={range .items[*]}{.status.conditions[?(@.type=='Ready')].status} {end}";
          const { stdout } = await kubectl.run(["get", "pod", "-n", "default", ...selector, "-o", form]);
          return stdout.trim() === Array.from({ length: replicas }, () => "True").join(" ");
        });
      };
      const load = await startLoad(plan(edge()));
      try {
        await load.flowing;
        await scale(6);
        await scale(2);
        await sleep(2_000);
      } finally {
        await load.stop();
      }
      const result = await load.result;
      t.log(
        `${result.requests} requests at ${Math.round(result.rps)}/s, failures ${JSON.stringify(result.failures)}`,
      );
      t.like(result, { failed: 0, examples: [] });
    },
    5,
  );
}

/** The control plane is gone under load. */
export function lostControlPlane({ check, edge, controller }: Suite): void {
  check(
    "the API server is gone for 60 s under load: no request fails, and then the next update works",
    async (t) => {
      const { cluster } = edge();
      const load = await startLoad(plan(edge()));
      try {
        await load.flowing;
        for (const { pid, component } of await processesOf(cluster.folder)) {
          if (component === "kube-apiserver") process.kill(pid, "SIGKILL");
        }
        await sleep(60_000);
        t.false(await cluster.kubectl.isReady());
        await restart(cluster.name, cluster.port);
        await sleep(15_000); // now the control plane judges nodes it has not heard of for a minute
      } finally {
        await load.stop();
      }
      const result = await load.result;
      t.log(
        `${result.requests} requests at ${Math.round(result.rps)}/s, failures ${JSON.stringify(result.failures)}`,
      );
      t.like(result, { failed: 0, examples: [] });
      const changed = { "exposure:failover": "orders" };
      const { summary } = await edge().up(await edgeSettings(controller, changed));
      t.is(summary.resourceChanges?.update, 1);
      await edge().up(await edgeSettings(controller));
    },
    5,
  );
}

function plan({ nodes }: Edge): LoadPlan {
  return {
    targets: nodes.map(({ address }) => `${address}:80`),
    host: ordersHost,
    services: ["orders"],
    rate: 3_000,
    seconds: 240,
  };
}

/** `startCluster` mends what has died. */
async function restart(name: string, port: number): Promise<void> {
  await startCluster({ name, port, apiServerBindAddress: "0.0.0.0" }, await ensureControlPlane());
}
