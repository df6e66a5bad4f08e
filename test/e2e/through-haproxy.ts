import { setTimeout as sleep } from "node:timers/promises";
import { bridge } from "../../lab/cluster/addresses.ts";
import { until } from "../../lab/machine/until.ts";
import { generations } from "./haproxy-processes.ts";
import { behindEdge, ports } from "./haproxy-settings.ts";
import type { HaproxySuite } from "./haproxy-suite.ts";
import { paced } from "./pace.ts";
import { ask } from "./request.ts";
import { ordersHost } from "./settings.ts";
import { bothKinds, noneFailed, onNodes, underLoads } from "./under-load.ts";

const switches = 6;

/** Requests that reach nginx through HAProxy. */
export function throughHaproxy({ check, testbed }: HaproxySuite): void {
  check("the client's address arrives at the backend through HAProxy and nginx", async (t) => {
    for (const node of testbed().nodes) {
      const question = { host: ordersHost, path: "/", port: ports.public };
      await until(`${node.name} serves`, 60_000, async () => (await ask(node, question)).status === 200);
      const { status, seen } = await ask(node, question);
      t.is(status, 200);
      t.deepEqual(seen?.headers["X-Forwarded-For"], [bridge.address], "this machine's, and no other hop's");
      t.deepEqual(seen?.headers["X-Real-Ip"], [bridge.address]);
      await t.throwsAsync(
        ask(node, { host: ordersHost, path: "/" }),
        undefined,
        "nginx trusts no other address",
      );
    }
  });

  check(
    `${switches} emergency switches under load through HAProxy: no request fails, HAProxy never reloads`,
    async (t) => {
      const before = await generations(testbed());
      const plan = {
        name: "through",
        targets: onNodes(testbed(), ports.public),
        host: ordersHost,
        services: ["orders", "orders-emergency"],
        rate: 2_000,
        seconds: 300,
        gap: 1_000,
      };
      const expected = ["orders"];
      const results = await underLoads(await paced(bothKinds(plan)), async () => {
        for (let number = 0; number < switches; number++) {
          const on = number % 2 === 0;
          await testbed().up(await behindEdge(testbed(), { failover: on ? ["orders"] : [] }));
          expected.push(on ? "orders-emergency" : "orders");
          await sleep(1_000);
        }
      });
      for (const result of results) {
        noneFailed(t, result);
        t.deepEqual(
          result.spells.map(({ service }) => service),
          expected,
          `${result.name}: each switch hands over exactly once`,
        );
      }
      t.deepEqual(await generations(testbed()), before);
    },
    5,
  );
}
