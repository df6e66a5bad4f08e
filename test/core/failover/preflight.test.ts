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

/** A cluster where these Services are ready, and the Ingresses of the services in `live` lead to the standby. */
function fixture(
  flag: FailoverFlag,
  ready: readonly string[],
  live: readonly string[] = [],
  patience = 0,
  toCheck: ToCheck = {},
) {
  const views: string[] = [];
  const sides = new Map<string, Side>(
    services.map(({ name }) => [name, live.includes(name) ? "emergency" : "primary"]),
  );
  const args = { ...inDetail(flag), key: "haproxy-edge:failover" };
  const openView = async () => {
    views.push("opened");
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
  const preflight = createPreflight(
    leftToCheck(planFailover(flag, services), toCheck),
    args,
    openView,
    patience,
  );
  const attempt = async (name: string, to: Side) => {
    try {
      await preflight(name, to);
      return "goes";
    } catch (error) {
      return error instanceof Error ? error.message.replace(/:.*/, "") : error;
    }
  };
  return { attempt, views };
}

test("every service is switched if all are ready, and the cluster is read once", async (t) => {
  const { attempt, views } = fixture("all", ["a-2", "b-2", "c-2"]);
  t.deepEqual(await Promise.all(services.map(({ name }) => attempt(name, "emergency"))), [
    "goes",
    "goes",
    "goes",
  ]);
  t.deepEqual(views, ["opened"]);
});

test("one service that is not ready stops the others, in any order of the checks", async (t) => {
  const { attempt } = fixture("all", ["a-2", "c-2"]);
  t.deepEqual(await Promise.all(services.map(({ name }) => attempt(name, "emergency"))), [
    'service "a" is not switched because "b" cannot be',
    'service "b" is not switched to its emergency backend',
    'service "c" is not switched because "b" cannot be',
  ]);
});

test("a refusal names the key of the project's own flag", async (t) => {
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

test("a refusal waits for the others: the engine starts nothing after the first", async (t) => {
  for (const [flag, kept] of [
    ["all", ["a", "b", "c"]],
    [{ all: true, partial: true }, ["b", "c"]],
  ] as const) {
    const { attempt } = fixture(flag, ["a-2"], [], 60_000);
    const refused: string[] = [];
    const [last = "", ...first] = kept.toReversed();
    const waiting = first.map((name) => attempt(name, "emergency").then(() => refused.push(name)));
    await setTimeout(50);
    t.deepEqual(refused, []);
    await attempt(last, "emergency");
    await Promise.all(waiting);
    t.deepEqual(refused.toSorted(), first.toSorted());
  }
});

test("a refusal waits no longer than its patience", async (t) => {
  const { attempt } = fixture("all", [], [], 50);
  t.is(await attempt("a", "emergency"), 'service "a" is not switched to its emergency backend');
});

test("partial stops only the services that are not ready", async (t) => {
  const { attempt } = fixture({ all: true, partial: true }, ["a-2", "c-2"]);
  t.deepEqual(await Promise.all(services.map(({ name }) => attempt(name, "emergency"))), [
    "goes",
    'service "b" is not switched to its emergency backend',
    "goes",
  ]);
});

test("a service that is already where the plan wants it is not checked", async (t) => {
  const { attempt } = fixture("all", ["a-2"], ["b", "c"]);
  t.is(await attempt("a", "emergency"), "goes");
});

test("a failed check of a switch back stops other switches too", async (t) => {
  const { attempt } = fixture(["a"], ["a-2"], ["b"]);
  t.is(await attempt("a", "emergency"), 'service "a" is not switched because "b" cannot be');
  t.is(await attempt("b", "primary"), 'service "b" is not switched to its primary backend');
});

test("a failed check stops no service of an update that does not contain it", async (t) => {
  const { attempt } = fixture(["a"], ["a-2"], ["b"], 0, { only: new Set(["a"]) });
  t.is(await attempt("a", "emergency"), "goes");
});

for (const [title, toCheck, left] of [
  ["of every service", {}, ["a", "b", "c"]],
  ["of some services", { only: new Set(["a", "c"]) }, ["a", "c"]],
  ["of every service, one of them checked", { checked: new Set(["b"]) }, ["a", "c"]],
  [
    "of some services, one of them checked",
    { only: new Set(["a", "c"]), checked: new Set(["a", "b"]) },
    ["c"],
  ],
  ["of no service", { only: new Set<string>() }, []],
] as const) {
  test(`an update ${title} checks ${left.join() || "none"}`, (t) => {
    const found = leftToCheck(planFailover("none", services), toCheck);
    t.deepEqual(
      found.map(({ service }) => service.name),
      [...left],
    );
  });
}

test("a forced switch is not checked, and stops no other", async (t) => {
  const { attempt, views } = fixture({ services: { a: { mode: "on", force: true }, b: { mode: "on" } } }, [
    "b-2",
  ]);
  t.is(await attempt("a", "emergency"), "goes");
  t.deepEqual(views, []);
  t.is(await attempt("b", "emergency"), "goes");
});

test("a drill is checked like a switch", async (t) => {
  const { attempt } = fixture({ services: { a: { mode: "drill" } } }, []);
  t.is(await attempt("a", "emergency"), 'service "a" is not switched to its emergency backend');
});

test("no service is switched if the cluster cannot be read", async (t) => {
  const preflight = createPreflight(planFailover("all", services), { key: "exposure:failover" }, () =>
    Promise.reject(new Error("no answer")),
  );
  const message = "nothing is switched because nothing could be checked: no answer";
  await t.throwsAsync(preflight("a", "emergency"), { message });
  await t.throwsAsync(preflight("b", "emergency"), { message });
});
