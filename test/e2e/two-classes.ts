import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import { type LoadPlan, runLoad } from "../../bench/load/load.ts";
import { names } from "../../core/model/names.ts";
import { until } from "../../lab/machine/until.ts";
import { inNode } from "../../lab/nodes/node.ts";
import type { Settings } from "../../lab/testbed/testbed.ts";
import { ask } from "./request.ts";
import { eagerLogs, edgeClass, ordersHost, type Side, serviceOf } from "./settings.ts";
import type { Suite } from "./suite.ts";
import { noneFailed, ordersPlan, underLoads } from "./under-load.ts";

const officeHost = "back-office.example";
const megabytes = 16;

/** A second class of each controller beside the first on node 2, on other ports, with a small log disk of its own. */
export function twoClasses({ check, testbed, sides, settings }: Suite): void {
  const withSecond = (rotate: Settings) =>
    settings({
      ...eagerLogs,
      classes: Object.fromEntries(sides.map((side) => [side.second.className, secondClass(side, rotate)])),
      services: Object.fromEntries(sides.map((side) => [serviceOf(side, "back-office"), backOffice(side)])),
    });
  const shared = () => testbed().nodes[1];
  const onNode = (script: string) => inNode(shared(), "sh", "-c", script);
  const onEach = (work: (side: Side) => Promise<unknown>) => Promise.all(sides.map(work));

  check(
    "each of two classes on one node serves its own Ingresses on its own ports",
    async (t) => {
      await onEach((side) => {
        const office = officeLogs(side);
        return onNode(`mkdir -p ${office} && mount -t tmpfs -o size=${megabytes}m tmpfs ${office}`);
      });
      // The second class's own agent must not look meanwhile: it would have nginx create the missing file again.
      await testbed().up(await withSecond({ every: "1h" }));
      await testbed().upBackends();
      const answers = async (host: string, port: number) => {
        const { status, seen } = await ask(shared(), { host, path: "/", port });
        return { status, service: seen?.service };
      };
      await onEach(async ({ controller, http, second }) => {
        await until(
          `the second class of ${controller} serves`,
          30_000,
          async () => (await answers(officeHost, second.http)).status === 200,
        );
        t.deepEqual(await answers(officeHost, second.http), { status: 200, service: "back-office" });
        t.deepEqual(await answers(ordersHost, http), { status: 200, service: "orders" });
        for (const [host, port] of [
          [officeHost, http],
          [ordersHost, second.http],
        ] as const) {
          const otherClassHost = await answers(host, port);
          t.is(otherClassHost.service, undefined, `${host} on port ${port}`);
          t.not(otherClassHost.status, 200);
        }
        const [other] = testbed().nodes;
        const question = { host: officeHost, path: "/", port: second.http };
        await t.throwsAsync(ask(other, question), { code: "ECONNREFUSED" });
      });
    },
    4,
  );

  check("an agent reopens the logs of its own class's nginx only", async (t) => {
    // files that another agent's signal would bring back
    await onEach((side) => {
      const office = officeLogs(side);
      return onNode(
        `mv ${office}/error.log ${office}/error.log.aside && mv ${office}/access.log ${office}/aside`,
      );
    });
    const turned = async ({ className }: Side) =>
      Number(await onNode(`ls ${names.logDirectory(className)} | grep -c '^access.log.[0-9]' || true`));
    const plans = sides.map((side) => ({
      ...ordersPlan(testbed(), side),
      targets: [`${shared().address}:${side.http}`],
      rate: 500,
      seconds: 60,
    }));
    const results = await underLoads(plans, () =>
      onEach(async (side) => {
        const before = await turned(side);
        const what = `three rotations of ${side.controller}'s first class`;
        await until(what, 50_000, async () => (await turned(side)) >= before + 3);
      }),
    );
    for (const result of results) t.is(result.failed, 0, result.name);
    for (const side of sides) t.is((await onNode(`ls ${officeLogs(side)}`)).trim(), "aside\nerror.log.aside");
  });

  check(
    "nginx keeps serving when the log disk is full, and the agent frees space",
    async (t) => {
      await testbed().up(
        await withSecond({ every: "5s", size: "64k", keep: 100, compress: false, budget: "1g" }),
      );
      await onEach((side) => onNode(`rm -f ${officeLogs(side)}/aside ${officeLogs(side)}/error.log.aside`));
      const free = async (side: Side) => Number(await onNode(`stat -f -c %a ${officeLogs(side)}`));
      const plan = (side: Side): LoadPlan => ({
        ...ordersPlan(testbed(), side),
        targets: [`${shared().address}:${side.second.http}`],
        host: officeHost,
        services: ["back-office"],
        ids: true,
        rate: side.rate + 1_000,
      });
      const results = await underLoads(
        sides.map(plan),
        () =>
          onEach(async (side) => {
            await until("the disk is full", 60_000, async () => (await free(side)) === 0, 50);
            const full = performance.now();
            await until("space again", 30_000, async () => (await free(side)) > 0, 50);
            const back = Math.round(performance.now() - full);
            t.log(`${side.controller}: ${megabytes} MiB were full; space was back after ${back} ms`);
          }),
        5_000, // and again, a few times
      );
      for (const result of results) noneFailed(t, result);
      await sleep(6_000); // one look of the agent later, without load, there is room to stay
      await onEach(async (side) => {
        const name = `after-${side.controller}`;
        await everyRequestLogged(t, { ...plan(side), name, count: 100, rate: 100, seconds: 5 }, async () => {
          const lines = `cat ${officeLogs(side)}/access.log* | grep -c 'id=${name}-' || true`;
          return Number(await onNode(lines));
        });
      });
    },
    4,
  );
}

function secondClass({ controller, second }: Side, rotate: Settings): Settings {
  const { http, https, portOffset } = second;
  return edgeClass(controller, {
    expose: { http, https },
    portOffset,
    nodeSelector: { "exposure.dev/edge": "internal" },
    logs: { to: "file", rotate },
  });
}

function backOffice({ second }: Side): Settings {
  const backend = { service: "back-office", port: "http" };
  return { class: second.className, hosts: [officeHost], backend };
}

function officeLogs({ second }: Side): string {
  return names.logDirectory(second.className);
}

/** Checks that each request of a plan is answered and has exactly one line. */
async function everyRequestLogged(
  t: ExecutionContext,
  plan: LoadPlan & { readonly count: number },
  lines: () => Promise<number>,
): Promise<void> {
  t.is((await runLoad(plan)).ok, plan.count);
  await until("lines of later requests", 20_000, async () => (await lines()) === plan.count);
  t.is(await lines(), plan.count);
}
