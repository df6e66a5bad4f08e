import {
  haproxySettings,
  liveHost,
  liveServed,
  ports,
  upLive,
  virtualIp,
  vrrpSecret,
} from "./haproxy-settings.ts";
import type { HaproxySuite } from "./haproxy-suite.ts";
import { ordersHost } from "./settings.ts";
import { bothKinds, summary, underLoads } from "./under-load.ts";

/** Replaces the edge's own pods, one node after the other. */
export function haproxyRollout({ check, testbed }: HaproxySuite): void {
  check(
    "HAProxy rolls out under load: each move of the shared address breaks no more than the connections that are open",
    async (t) => {
      await testbed().upHaproxy(haproxySettings(testbed()), vrrpSecret);
      await upLive(testbed(), 2);
      await liveServed(testbed());
      const plan = {
        targets: [`${virtualIp}:${ports.public}`],
        host: ordersHost,
        rate: 200,
        seconds: 240,
        timeout: 5,
      };
      const plans = [
        ...bothKinds({ ...plan, name: "virtual-ip-class-public", services: ["orders"] }),
        ...bothKinds({
          ...plan,
          name: "virtual-ip-class-haproxy",
          targets: [`${virtualIp}:${ports.haproxy}`],
          host: liveHost,
          services: ["live"],
        }),
        ...testbed().nodes.map(({ name, address }) => ({
          ...plan,
          name: `${name}-per-request`,
          targets: [`${address}:${ports.public}`],
          services: ["orders"],
          close: true,
          rate: 100,
        })),
      ];
      let began = 0;
      const results = await underLoads(plans, async () => {
        began = Date.now();
        const changed = await testbed().upHaproxy(
          haproxySettings(testbed(), { stats: { generation: 2 } }),
          vrrpSecret,
        );
        t.log(JSON.stringify(changed));
      });
      for (const result of results) t.log(summary(result, began));
      // the address moves twice at most; with each move the connections that are open then break, each perhaps once
      // more on its way to the node that loses it
      for (const { name, failed, failures } of results.slice(0, 4)) {
        t.true(failed <= 2 * 2 * 32, `${name}: ${failed} failed`);
        t.is(failures.status, undefined, `${name}: what is answered is answered by the service`);
      }
    },
    5,
  );
}
