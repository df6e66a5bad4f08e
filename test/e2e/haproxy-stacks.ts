import { drain } from "./drain.ts";
import { behindEdge, haproxySettings, vrrpSecret } from "./haproxy-settings.ts";
import type { HaproxySuite } from "./haproxy-suite.ts";

/** The edge reads the exposure stack's outputs, so that no setting of the class is repeated. */
export function bothStacks({ check, testbed }: HaproxySuite): void {
  check(
    "the exposure stack and the edge in front of it come up on two real nodes",
    async (t) => {
      await testbed().up(await behindEdge(testbed()));
      // backends must not be on the node that is lost behind the edge
      const { kubectl } = testbed().cluster;
      await kubectl.run(["cordon", "node2"]);
      try {
        await testbed().upBackends();
        await drain(testbed(), "node2");
      } finally {
        await kubectl.run(["uncordon", "node2"]);
      }
      await testbed().upHaproxy(haproxySettings(testbed()), vrrpSecret);
      const outputs = await testbed().haproxyOutputs();
      t.deepEqual(outputs.classes?.value, { public: { http: 8000, https: 8444, proxyProtocol: true } });
      const again = await testbed().upHaproxy(haproxySettings(testbed()), vrrpSecret);
      t.is(again.update, undefined, "nothing is left to do");
    },
    4,
  );
}
