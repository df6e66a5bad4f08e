import test from "ava";
import { ensureLoadGenerator } from "../../bench/load/build.ts";
import { type ClassControllerName, classControllerNames } from "../../core/model/controllers.ts";
import { startTestbed, type Testbed } from "../../lab/testbed/testbed.ts";
import { whyImagesCannotRun } from "../../lab/testbed/why-without.ts";
import { claimNodes } from "../lab/nodes/exclusive.ts";
import { whyNoBrowser } from "./browser.ts";
import { classHaproxy, shownStatistics } from "./class-haproxy.ts";
import { fields, haproxyFields } from "./fields.ts";
import { haproxyDrill } from "./haproxy-drill.ts";
import { haproxyRequests } from "./haproxy-requests.ts";
import { haproxyRollout } from "./haproxy-rollout.ts";
import { edgeImages } from "./haproxy-settings.ts";
import { bothStacks } from "./haproxy-stacks.ts";
import { logsUnderLoad } from "./logs-under-load.ts";
import { lostNodes } from "./lost-nodes.ts";
import { movingEndpoints } from "./outages.ts";
import { rollout } from "./rollout.ts";
import { comeUp, seedServices } from "./seed-services.ts";
import { sides } from "./settings.ts";
import { checkOf, suiteOf, whySkipped } from "./suite.ts";
import { switchUnderLoad } from "./switch-under-load.ts";
import { throughHaproxy } from "./through-haproxy.ts";
import { twoClasses } from "./two-classes.ts";
import { virtualServer, whyNoDefinitions } from "./virtual-server.ts";

// All in one file, because ava runs each file in its own process and all tests share one cluster.
const reasons = new Map<ClassControllerName, string | undefined>();
for (const controller of classControllerNames) reasons.set(controller, await whySkipped(controller));
const reason = await whyImagesCannotRun(edgeImages);

let testbed: Testbed | undefined;
let release: (() => void) | undefined;
test.before("a cluster with two real nodes", async (t) => {
  t.timeout(15 * 60_000); // the first run builds Kubernetes; other tests may have their nodes up
  if (![...reasons.values(), reason].includes(undefined)) return;
  release = await claimNodes();
  await ensureLoadGenerator();
  testbed = await startTestbed({ command: "make test" });
});
test.after.always("nothing is left of it", async (t) => {
  t.timeout(2 * 60_000);
  await testbed?.close();
  release?.();
});
const running = () => {
  if (testbed === undefined) throw new Error("the testbed did not start");
  return testbed;
};

for (const [index, controller] of classControllerNames.entries()) {
  const alone = suiteOf([controller], classControllerNames.slice(0, index + 1), running, reasons);
  comeUp(alone);
  seedServices(alone, sides[controller]);
  fields(alone, sides[controller]);
  switchUnderLoad(alone, sides[controller]);
}
const withDefinitions = new Map(reasons).set("f5", reasons.get("f5") ?? whyNoDefinitions());
virtualServer(suiteOf(["f5"], classControllerNames, running, withDefinitions), sides.f5);
// Parts that mostly wait test all controllers at once, each with its own class and load.
const together = suiteOf(classControllerNames, classControllerNames, running, reasons);
for (const part of [logsUnderLoad, twoClasses, movingEndpoints, rollout]) part(together);

const behind = { check: checkOf("edge", reason), testbed: running };
for (const part of [bothStacks, throughHaproxy, classHaproxy, haproxyRequests, haproxyFields]) part(behind);
shownStatistics({ check: checkOf("edge", reason ?? whyNoBrowser()), testbed: running });
for (const part of [haproxyDrill, lostNodes, haproxyRollout]) part(behind);
