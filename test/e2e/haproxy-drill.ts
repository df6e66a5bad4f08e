import { setTimeout as sleep } from "node:timers/promises";
import { runLoad } from "../../bench/load/load.ts";
import type { LoadResult } from "../../bench/load/result.ts";
import { names } from "../../core/model/names.ts";
import { until } from "../../lab/machine/until.ts";
import { generations } from "./haproxy-processes.ts";
import {
  haproxySettings,
  live,
  liveHost,
  liveStandby,
  ports,
  upLive,
  vrrpSecret,
} from "./haproxy-settings.ts";
import type { HaproxySuite } from "./haproxy-suite.ts";
import { ask } from "./request.ts";
import { bothKinds, noneFailed, onNodes, summary, underLoads } from "./under-load.ts";

const both = [live.service, liveStandby];
const marks = {
  header: { [names.drill.header]: "always" },
  cookie: { cookie: `a=b; ${names.drill.cookie}=always` },
  "another value": { [names.drill.header]: "never" },
} as const;
const drilled = { header: liveStandby, cookie: liveStandby, "another value": live.service } as const;

/** Drills and weights of class haproxy: which requests reach the standby, and which do not. */
export function haproxyDrill({ check, testbed }: HaproxySuite): void {
  const up = (entry?: object) =>
    testbed().upHaproxy(
      {
        ...haproxySettings(testbed()),
        ...(entry && { "haproxy-edge:failover": { services: { live: entry } } }),
      },
      vrrpSecret,
    );
  const answered = async (headers: Readonly<Record<string, string>>) => {
    const question = { host: liveHost, path: "/", port: ports.haproxy, headers };
    const answers = await Promise.all(testbed().nodes.map((node) => ask(node, question)));
    return answers.map(({ seen }) => seen?.service);
  };
  const everywhere = (service: string, headers: Readonly<Record<string, string>>) =>
    until(`both nodes answer by ${service}`, 60_000, async () =>
      (await answered(headers)).every((one) => one === service),
    );
  const plan = () => ({ name: "unmarked", targets: onNodes(testbed(), ports.haproxy), host: liveHost });

  check(
    "a drill of class haproxy sends only marked requests to the standby, and breaks none",
    async (t) => {
      await upLive(testbed(), 2);
      await upLive(testbed(), 2, liveStandby);
      await up();
      await everywhere(live.service, {});
      const unmarked = { ...plan(), services: [live.service], rate: 1_000, seconds: 240 };
      const results = await underLoads(bothKinds(unmarked), async () => {
        await up({ mode: "drill" });
        await everywhere(liveStandby, marks.header);
        for (const [name, headers] of Object.entries(marks)) {
          const services = (await Promise.all(Array.from({ length: 100 }, () => answered(headers)))).flat();
          const expected = drilled[name as keyof typeof drilled];
          t.deepEqual(
            services,
            services.map(() => expected),
            name,
          );
        }
        await up();
        await everywhere(live.service, marks.header);
      });
      for (const result of results) {
        noneFailed(t, result);
      }
    },
    4,
  );

  check(
    "weights of class haproxy send their share to the standby, and break none",
    async (t) => {
      await up({ mode: "weighted", weight: 25 });
      const sharing = new Map<number, number>();
      await until("each node's HAProxy leads a share to the standby", 60_000, async () => {
        for (const [node, service] of (await answered({})).entries())
          if (service === liveStandby && !sharing.has(node)) sharing.set(node, Date.now());
        return sharing.size === testbed().nodes.length;
      });
      const [first = 0, last = 0] = [...sharing.values()];
      t.log(`the second node's share began ${last - first} ms after the first one's`);
      const counted = { ...plan(), name: "counted", services: both, count: 4_000, rate: 500, seconds: 30 };
      const quarter = await runLoad(counted);
      t.log(`of 25 %: ${(share(quarter) * 100).toFixed(1)} % of ${quarter.ok}`);
      t.log(summary(quarter));
      t.like(quarter, { failed: 0, examples: [] });
      t.true(Math.abs(share(quarter) - 0.25) < 0.03, `${share(quarter)}`);
      await up();
      await everywhere(live.service, {});
    },
    4,
  );

  check(
    "emergency switches of class haproxy under load, one by way of a weight: no request fails",
    async (t) => {
      await up();
      await everywhere(live.service, {});
      const before = await generations(testbed());
      const loads = bothKinds({ ...plan(), name: "switched", services: both, rate: 1_000, seconds: 240 });
      const results = await underLoads(loads, async () => {
        for (const step of steps) {
          await up(step);
          if (step?.mode !== "weighted")
            await everywhere(step === undefined ? live.service : liveStandby, {});
          await sleep(1_000);
        }
      });
      for (const result of results) {
        noneFailed(t, result);
        t.true((result.services[liveStandby]?.answers ?? 0) > 0, "the standby had its share");
      }
      t.deepEqual(await generations(testbed()), before, "HAProxy has both backends at any time: no reload");
    },
    5,
  );
}

/** Turns a switch on, off, and on again through a weight. Both kinds of client are counted. */
const steps = [
  { mode: "on" },
  undefined,
  { mode: "weighted", weight: 50 },
  { mode: "on" },
  undefined,
  { mode: "on" },
  undefined,
] as const;

function share({ services, ok }: LoadResult): number {
  return (services[liveStandby]?.answers ?? 0) / ok;
}
