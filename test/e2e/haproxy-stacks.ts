import { drain } from "./drain.ts";
import { behindEdge, haproxySettings, vrrpSecret } from "./haproxy-settings.ts";
import type { HaproxySuite } from "./haproxy-suite.ts";

/** The edge reads the exposure stack's outputs: nothing of the class is repeated for it. */
export function bothStacks({ check, edge }: HaproxySuite): void {
  check(
    "the exposure stack and the edge in front of it come up on two real nodes",
    async (t) => {
      await edge().up(await behindEdge(edge()));
      // what a node takes along when it is lost behind the edge must not be the backends
      const { kubectl } = edge().cluster;
      await kubectl.run(["cordon", "node2"]);
      try {
        await edge().upBackends();
        await drain(edge(), "node2");
      } finally {
        await kubectl.run(["uncordon", "node2"]);
      }
      await edge().upHaproxy(haproxySettings(edge()), vrrpSecret);
      const outputs = await edge().haproxyOutputs();
      t.deepEqual(outputs.classes?.value, { public: { http: 8000, https: 8444, proxyProtocol: true } });
      const again = await edge().upHaproxy(haproxySettings(edge()), vrrpSecret);
      t.is(again.update, undefined, "nothing is left to do");
    },
    4,
  );
}
