import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runLoad } from "../../bench/load/load.ts";
import type { LoadResult } from "../../bench/load/result.ts";
import { f5Definitions } from "../../core/controllers/f5/custom-resources.ts";
import { f5Facts } from "../../core/controllers/f5/facts.ts";
import { names } from "../../core/model/names.ts";
import { cacheRoot } from "../../lab/machine/folders.ts";
import { until } from "../../lab/machine/until.ts";
import { upBackend } from "../../lab/testbed/backend.ts";
import { ask } from "./request.ts";
import type { Side } from "./settings.ts";
import type { Suite } from "./suite.ts";
import { report, type Switch, yielding } from "./switch-under-load.ts";
import { bothKinds, noneFailed, onNodes, summary, underLoads } from "./under-load.ts";

/** Where F5's file of definitions is put by hand: this project has no copy of it. */
const definitions = join(cacheRoot(), "definitions", `nginx-ingress-${f5Facts.version}.yaml`);

/** Why no VirtualServer can be tried here; undefined if it can. */
export function whyNoDefinitions(): string | undefined {
  return existsSync(definitions) ? undefined : `there is no ${definitions}, a copy of ${f5Definitions.url}`;
}

const [primary, standby] = ["basket", "basket-standby"];
const both = [primary, standby];
/** The same backends by either kind of object. */
const hosts = { basket: "basket.example", parcel: "parcel.example" } as const;
type Name = keyof typeof hosts;

const marks = {
  header: { [names.drill.header]: "always" },
  cookie: { cookie: `a=b; ${names.drill.cookie}=always` },
  "another value": { [names.drill.header]: "never" },
} as const;
const drilled = { header: standby, cookie: standby, "another value": primary } as const;
/** How much of its requests a weight may miss, as a share of all. */
const weights = [
  [5, 0.02],
  [25, 0.03],
  [100, 0],
] as const;
const switches = 6;
/** Milliseconds within which all pods have a change. */
const settle = 1_500;

/** Drill, weights and switch of F5's own kind of object, and the way to it from an Ingress and back. */
export function virtualServer(
  { check, testbed, settings }: Suite,
  { className, controller, http }: Side,
): void {
  const entry = {
    class: className,
    backend: { service: primary, port: 8080 },
    emergency: { service: standby },
  };
  const up = async (failover: Partial<Record<Name, object>> = {}, kind: object = { kind: "VirtualServer" }) =>
    testbed().up({
      ...(await settings({
        ofClass: (one) => (one.controller === controller ? { customResources: { definitions } } : {}),
        services: {
          basket: { ...entry, hosts: [hosts.basket], ...kind },
          parcel: { ...entry, hosts: [hosts.parcel] },
        },
      })),
      "exposure:failover": Object.keys(failover).length === 0 ? "none" : { services: failover },
    });
  const answered = async (headers: Readonly<Record<string, string>> = {}, host: string = hosts.basket) => {
    const question = { host, path: "/", port: http, headers };
    const answers = await Promise.all(testbed().nodes.map((node) => ask(node, question)));
    return answers.map(({ seen }) => seen?.service);
  };
  const everywhere = (service: string, headers: Readonly<Record<string, string>> = {}, host?: string) =>
    until(`both nodes answer by ${service}`, 60_000, async () =>
      (await answered(headers, host)).every((one) => one === service),
    );
  const plan = (name: string, host: string = hosts.basket) => ({
    name,
    host,
    targets: onNodes(testbed(), http),
    services: both,
    seconds: 240,
  });

  check(
    "a VirtualServer is served beside Ingresses, by the definitions of F5's release",
    async (t) => {
      for (const service of both) {
        await upBackend(testbed(), { service, namespace: "default", ports: ["http"] }, 2);
      }
      await up();
      await everywhere(primary);
      await everywhere(primary, {}, hosts.parcel);
      const form = "jsonpath={.status.state}";
      const state = await testbed().cluster.kubectl.run(["get", "virtualserver", "basket", "-o", form]);
      t.is(state.stdout, "Valid");
    },
    4,
  );

  check(
    "a drill of a VirtualServer sends only marked requests to the standby, and breaks none",
    async (t) => {
      const unmarked = { ...plan("unmarked"), services: [primary], rate: 1_000 };
      const results = await underLoads(bothKinds(unmarked), async () => {
        await up({ basket: { mode: "drill" } });
        await everywhere(standby, marks.header);
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
        await everywhere(primary, marks.header);
      });
      for (const result of results) noneFailed(t, result);
    },
    4,
  );

  check(
    "weights of a VirtualServer send their share to the standby, and break none",
    async (t) => {
      const results = await underLoads(bothKinds({ ...plan("weighed"), rate: 500 }), async () => {
        for (const [weight, tolerance] of weights) {
          await up({ basket: { mode: "weighted", weight } });
          await sleep(settle);
          const counted = await runLoad({ ...plan("counted"), count: 4_000, rate: 500, seconds: 30 });
          const share = (counted.services[standby]?.answers ?? 0) / counted.ok;
          t.log(`of ${weight} %: ${(share * 100).toFixed(1)} % of ${counted.ok}`);
          t.like(counted, { failed: 0, examples: [] });
          t.true(Math.abs(share - weight / 100) <= tolerance, `${share}`);
        }
        await up();
        await everywhere(primary);
      });
      for (const result of results) noneFailed(t, result);
    },
    4,
  );

  check(
    `${switches} emergency switches of a VirtualServer, and of an Ingress: no request fails`,
    async (t) => {
      for (const name of ["basket", "parcel"] as const) {
        const made: Switch[] = [];
        const load = { ...plan(name, hosts[name]), rate: 1_000, gap: settle };
        const results = await underLoads(bothKinds(load), async () => {
          for (let number = 0; number < switches; number++) {
            const on = number % 2 === 0;
            const command = Date.now();
            await yielding(() => up(on ? { [name]: { mode: "on" } } : {}));
            made.push({ to: on ? standby : primary, command, done: Date.now() });
            await sleep(settle);
          }
        });
        for (const result of results) {
          noneFailed(t, result);
          t.deepEqual(
            result.spells.map(({ service }) => service),
            [primary, ...made.map(({ to }) => to)],
            `${result.name}: each switch hands over exactly once`,
          );
          report(t, result, made);
        }
      }
    },
    5,
  );

  check(
    "a host that moves from a VirtualServer to an Ingress and back gets 404 for a moment, and nothing else",
    async (t) => {
      for (const [to, kind] of [
        ["to-ingress", {}],
        ["to-virtual-server", { kind: "VirtualServer" }],
      ] as const) {
        const results = await underLoads(bothKinds({ ...plan(to), rate: 1_000 }), async () => {
          await up({}, kind);
          await everywhere(primary);
        });
        for (const result of results) {
          t.log(summary(result));
          onlyNotFound(t.is, result);
        }
      }
    },
    4,
  );

  check("a class that needs no custom resources any more is as before", async (t) => {
    const changes = await testbed().up(await settings());
    t.is(changes.delete, 4, "two objects, and their components");
  });
}

/** Every failed request was answered by 404. */
function onlyNotFound(same: (got: number, expected: number) => boolean, result: LoadResult): void {
  same(result.failures.status ?? 0, result.failed);
  same(result.statuses["404"] ?? 0, result.failed);
}
