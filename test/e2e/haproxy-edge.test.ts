import test from "ava";
import { type Edge, startEdge } from "../../lab/edge/edge.ts";
import { whyWithout } from "../../lab/edge/why-without.ts";
import { classHaproxy } from "./class-haproxy.ts";
import { haproxyDrill } from "./haproxy-drill.ts";
import { haproxyRollout } from "./haproxy-rollout.ts";
import { behindEdge, edgeImages, haproxySettings, vrrpSecret } from "./haproxy-settings.ts";
import type { HaproxySuite } from "./haproxy-suite.ts";
import { lostNodes } from "./lost-nodes.ts";
import { checkOf } from "./suite.ts";
import { throughHaproxy } from "./through-haproxy.ts";

// One file, for all of it shares one cluster.
const reason = await whyWithout(edgeImages);

let edge: Edge | undefined;
test.before("a cluster with two real nodes", async (t) => {
  t.timeout(10 * 60_000); // the first run builds Kubernetes
  if (reason === undefined) edge = await startEdge({ command: "make test" });
});
test.after.always("nothing is left of it", async (t) => {
  t.timeout(2 * 60_000);
  await edge?.close();
});

const running = () => {
  if (edge === undefined) throw new Error("the edge did not start");
  return edge;
};
const suite = { check: checkOf("edge", reason), edge: running };
for (const part of [bothStacks, throughHaproxy, classHaproxy, haproxyDrill, lostNodes, haproxyRollout])
  part(suite);

/** The edge reads the exposure stack's outputs: nothing of the class is repeated for it. */
function bothStacks({ check }: HaproxySuite): void {
  check("the exposure stack and the edge in front of it come up on two real nodes", async (t) => {
    await running().up(await behindEdge(running()));
    // what a node takes along when it is lost behind the edge must not be the backends
    const { kubectl } = running().cluster;
    await kubectl.run(["cordon", "node2"]);
    await running().upBackends();
    await kubectl.run(["uncordon", "node2"]);
    const { outputs } = await running().upHaproxy(haproxySettings(running()), vrrpSecret);
    t.deepEqual(outputs.classes?.value, { public: { http: 8000, https: 8444, proxyProtocol: true } });
    const again = await running().upHaproxy(haproxySettings(running()), vrrpSecret);
    t.is(again.summary.resourceChanges?.update, undefined, "nothing is left to do");
  });
}
