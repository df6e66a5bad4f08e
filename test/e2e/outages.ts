import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import { ensureControlPlane, startCluster } from "../../lab/cluster/cluster.ts";
import { processesOf } from "../../lab/cluster/processes.ts";
import { until } from "../../lab/machine/until.ts";
import type { Testbed } from "../../lab/testbed/testbed.ts";
import { paced } from "./pace.ts";
import { ask } from "./request.ts";
import { eagerLogs, ordersHost, serviceOf } from "./settings.ts";
import type { Suite } from "./suite.ts";
import { noneFailed, ordersPlan, underLoads } from "./under-load.ts";

/** Adds and removes backends under load. */
export function movingEndpoints({ check, testbed, sides, settings }: Suite): void {
  check(
    "endpoints come and go under load, 2 to 6 to 2: no request fails",
    async (t) => {
      await testbed().up(await settings());
      const { kubectl } = testbed().cluster;
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
        await paced(sides.map((side) => ordersPlan(testbed(), side))),
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

/** Kills the API server and restarts it after a minute. `work` runs meanwhile, and may take longer. */
export async function withoutApiServer(
  t: ExecutionContext,
  { cluster }: Testbed,
  work: () => Promise<unknown>,
): Promise<void> {
  for (const { pid, name } of await processesOf(cluster.folder)) {
    if (name === "kube-apiserver") process.kill(pid, "SIGKILL");
  }
  try {
    await Promise.all([sleep(60_000), work()]);
    t.false(await cluster.kubectl.isReady());
  } finally {
    // restarts the processes that have died
    const { name, port } = cluster;
    await startCluster({ name, port, apiServerBindAddress: "0.0.0.0" }, await ensureControlPlane());
  }
  await sleep(15_000); // the control plane has not heard from the nodes for a minute, and judges them now
}

/**
 * A controller that has lost its watches asks for them again after 30 s at the latest, and up to as much again.
 * @see https://pkg.go.dev/k8s.io/client-go/tools/cache#Reflector
 */
const announced = 75_000;

/** Call it after an outage of the API server: controllers have to receive changes again. */
export function updateAfterOutage({ check, testbed, sides, settings }: Suite): void {
  check("after the API server was gone, the next update works: the switch is served", async (t) => {
    const failover = sides.map((side) => serviceOf(side, "orders"));
    const changes = await testbed().up(await settings({ ...eagerLogs, failover }));
    t.is(changes.update, sides.length, "an Ingress each");
    const began = performance.now();
    await Promise.all(
      sides.flatMap(({ controller, http }) =>
        testbed().nodes.map(async (node) => {
          const question = { host: ordersHost, path: "/", port: http };
          await until(`${controller} on ${node.name} serves the switch`, announced, async () => {
            const { seen } = await ask(node, question);
            return seen?.service === "orders-emergency";
          });
          t.log(`${controller} on ${node.name} serves it ${Math.round(performance.now() - began)} ms later`);
        }),
      ),
    );
    await testbed().up(await settings(eagerLogs));
  });
}
