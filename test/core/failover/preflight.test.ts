import { setTimeout } from "node:timers/promises";
import test from "ava";
import type { Side } from "../../../core/failover/check.ts";
import { inDetail, planFailover } from "../../../core/failover/plan.ts";
import { createPreflight, leftToCheck, type ToCheck } from "../../../core/failover/preflight.ts";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";

const services = ["a", "b", "c"].map((name) =>
  resolveService(
    name,
    { backend: { service: name, port: 80 }, emergency: { service: `${name}-2` } },
    "public",
  ),
);

/** A cluster where these Services are ready and these services' Ingresses lead to the standby; what each asks for. */
function fixture(
  flag: FailoverFlag,
  ready: readonly string[],
  live: readonly string[] = [],
  patience = 0,
  asked: ToCheck = {},
) {
  const looks: string[] = [];
  const sides = new Map<string, Side>(
    services.map(({ name }) => [name, live.includes(name) ? "emergency" : "primary"]),
  );
  const args = { ...inDetail(flag), key: "haproxy-edge:failover" };
  const look = async () => {
    looks.push("look");
    return {
      sides,
      find: async (_namespace: string, service: string) => ({
        ports: [{ port: 80 }],
        ready: ready.includes(service) ? 1 : 0,
        external: false,
      }),
      probe: async () => undefined,
    };
  };
  const preflight = createPreflight(leftToCheck(planFailover(flag, services), asked), args, look, patience);
  const ask = async (name: string, to: Side) => {
    try {
      await preflight(name, to);
      return "goes";
    } catch (error) {
      return error instanceof Error ? error.message.replace(/:.*/, "") : error;
    }
  };
  return { ask, looks };
}

test("everybody goes where all are ready, and the cluster is looked at once", async (t) => {
  const { ask, looks } = fixture("all", ["a-2", "b-2", "c-2"]);
  t.deepEqual(await Promise.all(services.map(({ name }) => ask(name, "emergency"))), [
    "goes",
    "goes",
    "goes",
  ]);
  t.deepEqual(looks, ["look"]);
});

test("one that is not ready keeps the others, whoever is asked for first", async (t) => {
  const { ask } = fixture("all", ["a-2", "c-2"]);
  t.deepEqual(await Promise.all(services.map(({ name }) => ask(name, "emergency"))), [
    'service "a" is not switched because "b" cannot be',
    'service "b" is not switched to its emergency backend',
    'service "c" is not switched because "b" cannot be',
  ]);
});

test("who is kept is told the key of the project's own flag", async (t) => {
  const preflight = createPreflight(
    planFailover(["a", "b"], services),
    { key: "haproxy-edge:failover" },
    async () => ({
      sides: new Map([
        ["a", "primary"],
        ["b", "primary"],
      ]),
      find: async (_namespace, service) =>
        service === "b-2" ? undefined : { ports: [{ port: 80 }], ready: 1, external: false },
      probe: async () => undefined,
    }),
    0,
  );
  await t.throwsAsync(preflight("a", "emergency"), {
    message:
      'service "a" is not switched because "b" cannot be: leave "b" out, or switch the others without it (haproxy-edge:failover.partial: true)',
  });
});

test("a refusal waits until all that are refused have asked: the engine would not come to them after it", async (t) => {
  for (const [flag, kept] of [
    ["all", ["a", "b", "c"]],
    [{ all: true, partial: true }, ["b", "c"]],
  ] as const) {
    const { ask } = fixture(flag, ["a-2"], [], 60_000);
    const told: string[] = [];
    const [last = "", ...first] = kept.toReversed();
    const waiting = first.map((name) => ask(name, "emergency").then(() => told.push(name)));
    await setTimeout(50);
    t.deepEqual(told, []);
    await ask(last, "emergency");
    await Promise.all(waiting);
    t.deepEqual(told.toSorted(), first.toSorted());
  }
});

test("who does not come is not waited for any longer than that", async (t) => {
  const { ask } = fixture("all", [], [], 50);
  t.is(await ask("a", "emergency"), 'service "a" is not switched to its emergency backend');
});

test("partial keeps only those that are not ready", async (t) => {
  const { ask } = fixture({ all: true, partial: true }, ["a-2", "c-2"]);
  t.deepEqual(await Promise.all(services.map(({ name }) => ask(name, "emergency"))), [
    "goes",
    'service "b" is not switched to its emergency backend',
    "goes",
  ]);
});

test("who is where the plan wants it already is no matter of the check", async (t) => {
  const { ask } = fixture("all", ["a-2"], ["b", "c"]);
  t.is(await ask("a", "emergency"), "goes");
});

test("a way back that fails keeps a way there that does not", async (t) => {
  const { ask } = fixture(["a"], ["a-2"], ["b"]);
  t.is(await ask("a", "emergency"), 'service "a" is not switched because "b" cannot be');
  t.is(await ask("b", "primary"), 'service "b" is not switched to its primary backend');
});

test("a way back that fails keeps nobody where the update does not touch it", async (t) => {
  const { ask } = fixture(["a"], ["a-2"], ["b"], 0, { only: new Set(["a"]) });
  t.is(await ask("a", "emergency"), "goes");
});

for (const [title, asked, left] of [
  ["of every service", {}, ["a", "b", "c"]],
  ["of some services", { only: new Set(["a", "c"]) }, ["a", "c"]],
  ["of every service, one of them checked", { checked: new Set(["b"]) }, ["a", "c"]],
  [
    "of some services, one of them checked",
    { only: new Set(["a", "c"]), checked: new Set(["a", "b"]) },
    ["c"],
  ],
  ["of nobody", { only: new Set<string>() }, []],
] as const) {
  test(`an update ${title} checks ${left.join() || "none"}`, (t) => {
    const found = leftToCheck(planFailover("none", services), asked);
    t.deepEqual(
      found.map(({ service }) => service.name),
      [...left],
    );
  });
}

test("who is forced goes without a look, and keeps nobody", async (t) => {
  const { ask, looks } = fixture({ services: { a: { mode: "on", force: true }, b: { mode: "on" } } }, [
    "b-2",
  ]);
  t.is(await ask("a", "emergency"), "goes");
  t.deepEqual(looks, []);
  t.is(await ask("b", "emergency"), "goes");
});

test("a drill is checked like a switch", async (t) => {
  const { ask } = fixture({ services: { a: { mode: "drill" } } }, []);
  t.is(await ask("a", "emergency"), 'service "a" is not switched to its emergency backend');
});

test("a cluster that can not be looked at lets nobody go", async (t) => {
  const preflight = createPreflight(planFailover("all", services), { key: "exposure:failover" }, () =>
    Promise.reject(new Error("no answer")),
  );
  const message = "nothing is switched because nothing could be checked: no answer";
  await t.throwsAsync(preflight("a", "emergency"), { message });
  await t.throwsAsync(preflight("b", "emergency"), { message });
});
