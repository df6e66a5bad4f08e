import { setTimeout } from "node:timers/promises";
import test from "ava";
import { inDetail, planFailover } from "../../../core/failover/plan.ts";
import { createPreflight, createSwitchCheck, type Move } from "../../../core/failover/preflight.ts";
import type { FailoverFlag, Side } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";

const services = ["a", "b", "c"].map((name) =>
  resolveService(
    name,
    { backend: { service: name, port: 80 }, emergency: { service: `${name}-2` } },
    "public",
  ),
);

const probed = (name: string) =>
  resolveService(
    name,
    {
      backend: { service: name, port: 80 },
      emergency: { service: `${name}-2`, probe: { httpGet: { path: "/" } } },
    },
    "public",
  );

/** A cluster where these Services are ready, and the Ingresses of the services in `live` lead to the standby. */
function fixture(flag: FailoverFlag, ready: readonly string[], live: readonly string[] = [], patience = 0) {
  const views: string[] = [];
  const looked: string[] = [];
  const plan = planFailover(flag, services);
  const moves = plan.flatMap(({ service: { name }, emergency }): Move[] =>
    live.includes(name) === emergency ? [] : [{ name, to: emergency ? "emergency" : "primary" }],
  );
  const openView = async () => {
    views.push("opened");
    return {
      moves,
      find: async (_namespace: string, service: string) => {
        looked.push(service);
        return { ports: [{ port: 80 }], ready: ready.includes(service) ? 1 : 0, external: false };
      },
      probe: async () => undefined,
    };
  };
  const check = createSwitchCheck(plan, { ...inDetail(flag), key: "haproxy-edge:failover" }, openView);
  const preflight = createPreflight(check, patience);
  const attempt = async (name: string, to: Side) => {
    try {
      await preflight(name, to);
      return "goes";
    } catch (error) {
      return error instanceof Error ? error.message.replace(/:.*/, "") : error;
    }
  };
  return { attempt, views, looked };
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
  const check = createSwitchCheck(
    planFailover(["a", "b"], services),
    { key: "haproxy-edge:failover" },
    async () => ({
      moves: [
        { name: "a", to: "emergency" },
        { name: "b", to: "emergency" },
      ],
      find: async (_namespace, service) =>
        service === "b-2" ? undefined : { ports: [{ port: 80 }], ready: 1, external: false },
      probe: async () => undefined,
    }),
  );
  const preflight = createPreflight(check, 0);
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

test("each backend is looked at once, however often the engine asks", async (t) => {
  const { attempt, looked } = fixture("all", ["a-2", "b-2", "c-2"]);
  for (const { name } of [...services, ...services]) t.is(await attempt(name, "emergency"), "goes");
  t.deepEqual(looked.toSorted(), ["a", "a-2", "b", "b-2", "c", "c-2"]);
});

test("a backend that fails after it has passed with its group goes with the group", async (t) => {
  const probes: string[] = [];
  const check = createSwitchCheck(
    planFailover(["a", "b"], [probed("a"), probed("b")]),
    { key: "exposure:failover" },
    async () => ({
      moves: [
        { name: "a", to: "emergency" },
        { name: "b", to: "emergency" },
      ],
      find: async () => ({ ports: [{ port: 80 }], ready: 1, external: false }),
      probe: async ({ name }) => {
        probes.push(name);
        return probes.filter((earlier) => earlier === name).length > 1 ? "answered 500" : undefined;
      },
    }),
  );
  // The switch ahead of the engine and the engine's hooks each have one.
  for (const preflight of [createPreflight(check, 0), createPreflight(check, 0)]) {
    await t.notThrowsAsync(preflight("a", "emergency"));
    await t.notThrowsAsync(preflight("b", "emergency"));
  }
  t.deepEqual(probes, ["a", "b"]);
});

test("a drill that begins is checked with the group, and so are both moves of a switch that becomes one", async (t) => {
  for (const [to, service] of [
    ["emergency", "b-2"],
    ["primary", "b"],
  ] as const) {
    const check = createSwitchCheck(
      planFailover({ services: { a: { mode: "on" }, b: { mode: "drill" } } }, services),
      { key: "exposure:failover" },
      async () => ({
        moves: [
          { name: "a", to: "emergency" },
          { name: "b", to: "primary" },
          { name: "b", to: "emergency" },
        ],
        find: async (_namespace, name) =>
          name === service ? undefined : { ports: [{ port: 80 }], ready: 1, external: false },
        probe: async () => undefined,
      }),
    );
    t.deepEqual(await check.refused(), ["a", "b"]);
    t.regex((await check.reasonAgainst({ name: "a", to: "emergency" })) ?? "", /^service "a" .* because "b"/);
    t.regex((await check.reasonAgainst({ name: "b", to })) ?? "", /does not exist/);
  }
});

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
  const opened: string[] = [];
  const check = createSwitchCheck(planFailover("all", services), { key: "exposure:failover" }, () => {
    opened.push("once");
    return Promise.reject(new Error("no answer"));
  });
  const preflight = createPreflight(check);
  const message = "nothing is switched because nothing could be checked: no answer";
  await t.throwsAsync(preflight("a", "emergency"), { message });
  await t.throwsAsync(preflight("b", "emergency"), { message });
  t.deepEqual(opened, ["once"]);
});
