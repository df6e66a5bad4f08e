import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../../lab/machine/run.ts";
import { until } from "../../lab/machine/until.ts";
import { inNode } from "../../lab/nodes/node.ts";
import type { RealNode } from "../../lab/nodes/plan.ts";
import { processesNamed } from "./haproxy-processes.ts";
import { haproxySettings, ports, virtualIp, vrrpSecret } from "./haproxy-settings.ts";
import type { HaproxySuite } from "./haproxy-suite.ts";
import { ask } from "./request.ts";
import { ordersHost } from "./settings.ts";
import { bothKinds, summary, underLoads } from "./under-load.ts";

/** How long errors may last after a node is lost, in milliseconds. */
const goal = 1_000;
/** Milliseconds after which the generator has given up a request: its timeout and a tenth. */
const longestRequest = 5_500;

/** nginx' `fail_timeout`, which F5 leaves at its default. */
const failTimeout = 10_000;

/** Nodes that go behind HAProxy, and HAProxy's own. */
export function lostNodes({ check, testbed }: HaproxySuite): void {
  const plan = (name: string, address: string) => ({
    name,
    targets: [`${address}:${ports.public}`],
    host: ordersHost,
    services: ["orders"],
    rate: 1_000,
    seconds: 120,
    timeout: 5,
  });

  check(
    "nginx of a node killed behind HAProxy: errors end within a second, the other nginx takes over",
    async (t) => {
      const [first, second] = testbed().nodes;
      for (let round = 1; round <= 2; round++) {
        let killed = 0;
        const results = await underLoads(
          bothKinds(plan(`killed-${round}`, first.address)),
          async () => {
            const nginx = await processesNamed(second, "nginx");
            t.true(nginx.length > 1, "master and workers");
            killed = Date.now();
            await inNode(second, "kill", "-9", ...nginx.map(String));
          },
          10_000,
        );
        for (const result of results) {
          t.log(summary(result, killed));
          for (const { lastFailure } of Object.values(result.targets)) t.true(lastFailure - killed < goal);
        }
        await until("nginx is back", 60_000, async () => (await processesNamed(second, "nginx")).length > 1);
        await sleep(5_000);
      }
    },
    4,
  );

  check(
    "a node behind HAProxy disappears silently: new connections fail for less than a second, and the shared address moves",
    async (t) => {
      const [first, second] = testbed().nodes;
      await testbed().upHaproxy(haproxySettings(testbed()), vrrpSecret);
      const holds = async (node: RealNode) =>
        (await inNode(node, "ip", "-brief", "addr")).includes(virtualIp);
      await until(
        "a node holds the address",
        30_000,
        async () => (await holds(first)) || (await holds(second)),
      );
      if (await holds(first)) {
        const [keepalived] = await processesNamed(first, "keepalived");
        await inNode(first, "kill", String(keepalived));
        await until("the other has it", 30_000, () => holds(second));
      }
      let cut = 0;
      const cable = (state: "up" | "down") => run("ip", ["link", "set", second.link, state]);
      try {
        const results = await underLoads(
          [
            ...bothKinds(plan("cut", first.address)),
            { ...plan("virtual-ip", virtualIp), close: true, rate: 200, timeout: 1, connections: 400 },
          ],
          async () => {
            cut = Date.now();
            await cable("down");
          },
          10_000,
        );
        for (const result of results) t.log(summary(result, cut));
        const [keepAlive, perRequest, shared] = results;
        t.true(await holds(first), "the other has taken the address over");
        for (const { name, failed, targets } of [keepAlive, perRequest].filter(
          (result) => result !== undefined,
        )) {
          // HAProxy keeps a connection that no longer answers: the requests under way on it are lost
          t.true(failed <= 32, `${name}: at most a request a connection`);
          for (const { lastFailure } of Object.values(targets)) {
            t.true(
              lastFailure - cut < goal + longestRequest,
              `${name}: what began later than a second after was answered`,
            );
          }
        }
        const { lastFailure = 0 } = Object.values(shared?.targets ?? {})[0] ?? {};
        // an unanswered connection is given up after its second
        t.true(lastFailure - cut < 6_000, `the address was away for ${Math.round(lastFailure - cut)} ms`);
      } finally {
        await cable("up");
      }
      await until("the node serves again", 60_000, async () => {
        const question = { host: ordersHost, path: "/", port: ports.public };
        return (await ask(second, question)).status === 200;
      });
      await sleep(failTimeout); // after that it retries backends that it could not reach; until then it answers 502
    },
    4,
  );
}
