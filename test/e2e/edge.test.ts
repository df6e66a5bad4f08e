import test from "ava";
import { type Dialect, dialects } from "../../components/model/controllers.ts";
import { type Edge, startEdge } from "../../lab/edge/edge.ts";
import { logsUnderLoad } from "./logs-under-load.ts";
import { lostControlPlane, movingEndpoints } from "./outages.ts";
import { rollout } from "./rollout.ts";
import { seedServices } from "./seed-services.ts";
import { type Suite, suiteOf, whySkipped } from "./suite.ts";
import { switchUnderLoad } from "./switch-under-load.ts";
import { twoClasses } from "./two-classes.ts";

// One file, for all of it shares one cluster: ava runs each file in a process of its own.
const reasons = new Map<Dialect, string | undefined>();
for (const controller of dialects) reasons.set(controller, await whySkipped(controller));

let edge: Edge | undefined;
test.before("a cluster with two real nodes", async (t) => {
  t.timeout(10 * 60_000); // the first run builds Kubernetes
  if ([...reasons.values()].includes(undefined)) edge = await startEdge({ command: "make test" });
});
test.after.always("nothing is left of it", async (t) => {
  t.timeout(2 * 60_000);
  await edge?.close();
});

const parts: Readonly<Record<Dialect, readonly ((suite: Suite) => void)[]>> = {
  f5: [seedServices, switchUnderLoad, logsUnderLoad, twoClasses, rollout, movingEndpoints, lostControlPlane],
  "ingress-nginx": [seedServices, switchUnderLoad, movingEndpoints],
};

for (const controller of dialects) {
  const running = () => {
    if (edge === undefined) throw new Error("the edge did not start");
    return edge;
  };
  const suite = suiteOf(controller, running, reasons.get(controller));
  for (const part of parts[controller]) part(suite);
}
