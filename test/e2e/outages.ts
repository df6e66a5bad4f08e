import { setTimeout as sleep } from "node:timers/promises";
import { ensureControlPlane, startCluster } from "../../lab/cluster/cluster.ts";
import { processesOf } from "../../lab/cluster/processes.ts";
import { until } from "../../lab/edge/until.ts";
import type { RealNode } from "../../lab/nodes/plan.ts";
import { ask } from "./request.ts";
import { ordersHost, serviceOf } from "./settings.ts";
import type { Suite } from "./suite.ts";
import { noneFailed, ordersPlan, underLoads } from "./under-load.ts";

/** Backends that come and go under load. */
export function movingEndpoints({ check, edge, sides, settings }: Suite): void {
  check(
    "endpoints come and go under load, 2 to 6 to 2: no request fails",
    async (t) => {
      await edge().up(await settings());
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
      const results = await underLoads(
        sides.map((side) => ordersPlan(edge(), side)),
        async () => {
          await scale(6);
          await scale(2);
        },
      );
      for (const result of results) noneFailed(t, result);
    },
    5,
  );
}

/** The control plane is gone under load. */
export function lostControlPlane({ check, edge, sides, settings }: Suite): void {
  check(
    "the API server is gone for 60 s under load: no request fails, and then the next update works",
    async (t) => {
      const { cluster } = edge();
      const plans = sides.map((side) => ordersPlan(edge(), side));
      const results = await underLoads(plans, async () => {
        for (const { pid, component } of await processesOf(cluster.folder)) {
          if (component === "kube-apiserver") process.kill(pid, "SIGKILL");
        }
        await sleep(60_000);
        t.false(await cluster.kubectl.isReady());
        await restart(cluster.name, cluster.port);
        await sleep(13_000); // now the control plane judges nodes it has not heard of for a minute
      });
      for (const result of results) noneFailed(t, result);
      const failover = sides.map((side) => serviceOf(side, "orders"));
      const changes = await edge().up(await settings({ failover }));
      t.is(changes.update, sides.length, "an Ingress each");
      for (const side of sides) {
        const question = { host: ordersHost, path: "/", port: side.http };
        const answered = async (node: RealNode) => (await ask(node, question)).seen?.service;
        for (const node of edge().nodes) {
          await until(
            `${node.name} serves the switch`,
            30_000,
            async () => (await answered(node)) === "orders-emergency",
          );
        }
      }
      await edge().up(await settings());
    },
    5,
  );
}

/** `startCluster` mends what has died. */
async function restart(name: string, port: number): Promise<void> {
  await startCluster({ name, port, apiServerBindAddress: "0.0.0.0" }, await ensureControlPlane());
}
