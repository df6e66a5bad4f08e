import { setTimeout as sleep } from "node:timers/promises";
import { names } from "../../components/names.ts";
import type { Settings } from "../../lab/edge/edge.ts";
import { until } from "../../lab/edge/until.ts";
import { startLoad } from "../../lab/load/load.ts";
import { inNode } from "../../lab/nodes/node.ts";
import { ask } from "./request.ts";
import { edgeClass, edgeSettings, ordersHost, services } from "./settings.ts";
import type { Suite } from "./suite.ts";

const http = 8000;
const officeHost = "back-office.example";
const office = names.logDirectory("internal");
const megabytes = 16;

/** A second class beside the first on node 2, on other ports, with a small log disk of its own. */
export function twoClasses({ check, edge, controller }: Suite): void {
  const settings = async (rotate: Settings) => {
    const own = {
      expose: { http, https: 8443 },
      portOffset: 1000,
      nodeSelector: { "exposure.dev/edge": "internal" },
    };
    return edgeSettings(controller, {
      "exposure:classes": {
        public: edgeClass(controller, {
          default: true,
          logs: { to: "file", rotate: { every: "5s", size: "64k", keep: 100 } },
        }),
        internal: edgeClass(controller, { ...own, logs: { to: "file", rotate } }),
      },
      "exposure:services": {
        ...(await services()),
        "back-office": {
          class: "internal",
          hosts: [officeHost],
          backend: { service: "back-office", port: "http" },
        },
      },
    });
  };
  const shared = () => edge().nodes[1];
  const onNode = (script: string) => inNode(shared(), "sh", "-c", script);

  check(
    "two classes on one node serve each its own Ingresses, on its own ports",
    async (t) => {
      await onNode(`mkdir -p ${office} && mount -t tmpfs -o size=${megabytes}m tmpfs ${office}`);
      await edge().up(await settings({}));
      await edge().upBackends();
      const answers = async (host: string, port: number) => {
        const { status, seen } = await ask(shared(), { host, path: "/", port });
        return { status, service: seen?.service };
      };
      await until(
        "the second class serves",
        30_000,
        async () => (await answers(officeHost, http)).status === 200,
      );
      t.deepEqual(await answers(officeHost, http), { status: 200, service: "back-office" });
      t.deepEqual(await answers(ordersHost, 80), { status: 200, service: "orders" });
      for (const [host, port] of [
        [officeHost, 80],
        [ordersHost, http],
      ] as const) {
        const strange = await answers(host, port);
        t.is(strange.service, undefined, `${host} on port ${port}`);
        t.not(strange.status, 200);
      }
      const [other] = edge().nodes;
      await t.throwsAsync(ask(other, { host: officeHost, path: "/", port: http }), { code: "ECONNREFUSED" });
    },
    4,
  );

  check("an agent has its own class' nginx reopen, and no other on the node", async (t) => {
    // a file that another agent's signal would bring back
    await onNode(
      `mv ${office}/error.log ${office}/error.log.aside && mv ${office}/access.log ${office}/aside`,
    );
    const turned = `ls ${names.logDirectory("public")} | grep -c '^access.log.[0-9]' || true`;
    const before = Number(await onNode(turned));
    const load = await startLoad({
      targets: [`${shared().address}:80`],
      host: ordersHost,
      rate: 500,
      seconds: 60,
    });
    try {
      await until(
        "three rotations of the first class",
        50_000,
        async () => Number(await onNode(turned)) >= before + 3,
      );
    } finally {
      await load.stop();
    }
    t.is((await load.result).failed, 0);
    t.is((await onNode(`ls ${office}`)).trim(), "aside\nerror.log.aside");
  });

  check(
    "log disk full: nginx goes on serving, and the agent brings space back",
    async (t) => {
      await edge().up(await settings({ every: "5s", size: "64k", keep: 100, compress: false, budget: "1g" }));
      await onNode(`rm -f ${office}/aside ${office}/error.log.aside`);
      const free = async () => Number(await onNode(`stat -f -c %a ${office}`));
      const plan = {
        targets: [`${shared().address}:${http}`],
        host: officeHost,
        services: ["back-office"],
        ids: true,
      };
      const load = await startLoad({ ...plan, rate: 4_000, seconds: 90 });
      let full = 0;
      try {
        await load.flowing;
        await until("the disk is full", 60_000, async () => (await free()) === 0, 50);
        full = performance.now();
        await until("space again", 30_000, async () => (await free()) > 0, 50);
        t.log(`${megabytes} MiB were full; space was back after ${Math.round(performance.now() - full)} ms`);
        await sleep(5_000); // and again, a few times
      } finally {
        await load.stop();
      }
      t.like(await load.result, { failed: 0, examples: [] });
      await sleep(6_000); // one look of the agent later, without load, there is room to stay
      const after = await startLoad({ ...plan, name: "after", count: 100, rate: 100, seconds: 5 });
      t.is((await after.result).ok, 100);
      const lines = `cat ${office}/access.log* | grep -c 'id=after-' || true`;
      await until("lines of later requests", 20_000, async () => Number(await onNode(lines)) === 100);
      t.is(Number(await onNode(lines)), 100);
    },
    4,
  );
}
