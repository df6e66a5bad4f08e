import { haproxySettings, liveHost, ports, upLive, virtualIp, vrrpSecret } from "./haproxy-settings.ts";
import { bothKinds, type HaproxySuite, summary, underLoads } from "./haproxy-suite.ts";
import { ordersHost } from "./settings.ts";

/** The edge's own pods replaced, one node after the other. */
export function haproxyRollout({ check, edge }: HaproxySuite): void {
  check(
    "HAProxy rolls out under load: clients of the shared address fail only as it moves",
    async (t) => {
      await edge().upHaproxy(haproxySettings(edge()), vrrpSecret);
      await upLive(edge(), 2);
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
        ...edge().nodes.map(({ name, address }) => ({
          ...plan,
          name: `${name}-per-request`,
          targets: [`${address}:${ports.public}`],
          services: ["orders"],
          close: true,
          rate: 100,
        })),
      ];
      const results = await underLoads(plans, async () => {
        const { summary: changed } = await edge().upHaproxy(
          haproxySettings(edge(), { stats: { generation: 2 } }),
          vrrpSecret,
        );
        t.log(JSON.stringify(changed.resourceChanges));
      });
      for (const result of results) t.log(summary(result));
      // the address moves twice at most, and with each move the connections that are open then break
      for (const { name, failed } of results.slice(0, 4))
        t.true(failed <= 2 * 32, `${name}: ${failed} failed`);
    },
    5,
  );
}
