import test from "ava";
import { planFailover, switchedOn } from "../../../core/failover/plan.ts";
import { type FailoverFlag, isPartial } from "../../../core/model/failover.ts";
import { services } from "./three-services.ts";

const off = { mode: "off", force: false };
const on = { mode: "on", force: false };
const primary = { web: "web:80", api: "api:80", feed: "feed:grpc" };
const plans: readonly (readonly [FailoverFlag, Readonly<Record<string, string>>, readonly string[]])[] = [
  ["none", primary, []],
  [[], primary, []],
  ["all", { web: "standby:80", api: "api:80", feed: "feed-2:9000" }, ["feed", "web"]],
  [["web"], { ...primary, web: "standby:80" }, ["web"]],
  [["feed", "web", "feed"], { ...primary, web: "standby:80", feed: "feed-2:9000" }, ["feed", "web"]],
];

for (const [flag, backends, on] of plans) {
  test(`failover ${JSON.stringify(flag)} switches ${on.length} services, and leaves the others`, (t) => {
    t.deepEqual(switchedOn(flag, services), on);
    const plan = planFailover(flag, services);
    t.deepEqual(
      Object.fromEntries(
        plan.map(({ service, backend }) => [service.name, `${backend.service}:${backend.port}`]),
      ),
      backends,
    );
    t.deepEqual(
      plan
        .filter(({ emergency }) => emergency)
        .map(({ service }) => service.name)
        .toSorted(),
      on,
    );
  });
}

const occasion = { reason: "fire drill", until: "2026-11-23T18:00:00Z" };
const details: readonly (readonly [string, FailoverFlag, Readonly<Record<string, unknown>>])[] = [
  ["nothing is off", {}, { web: off, api: off, feed: off }],
  [
    "all leaves out services without emergency backend",
    { all: true, ...occasion },
    {
      web: { mode: "on", force: false, ...occasion },
      api: off,
      feed: { mode: "on", force: false, ...occasion },
    },
  ],
  ["all leaves out exceptions", { all: true, except: ["web"] }, { web: off, api: off, feed: on }],
  [
    "a service's entry overrides all",
    { all: true, services: { web: { mode: "off" }, feed: { mode: "weighted", weight: 5 } } },
    { web: off, api: off, feed: { mode: "weighted", weight: 5, force: false } },
  ],
  [
    "a service's entry overrides an exception",
    { all: true, except: ["web"], services: { web: { mode: "drill" } } },
    { web: { mode: "drill", force: false }, api: off, feed: on },
  ],
  [
    "a service's own reason and time override the common ones",
    {
      ...occasion,
      since: "2026-11-23T17:00:00Z",
      services: { web: { mode: "on", reason: "its own", force: true } },
    },
    {
      web: { mode: "on", ...occasion, since: "2026-11-23T17:00:00Z", reason: "its own", force: true },
      api: off,
      feed: off,
    },
  ],
  [
    "a service that is off has only its own reason and time",
    { ...occasion, services: { web: { mode: "off", reason: "still being mended" } } },
    { web: { mode: "off", reason: "still being mended", force: false }, api: off, feed: off },
  ],
];

for (const [title, flag, switches] of details) {
  test(`in detail: ${title}`, (t) => {
    const plan = planFailover(flag, services);
    t.deepEqual(Object.fromEntries(plan.map((one) => [one.service.name, one.switch])), switches);
  });
}

test("drills and weights leave the primary backend active", (t) => {
  const plan = planFailover(
    { services: { web: { mode: "drill" }, feed: { mode: "weighted", weight: 100 } } },
    services,
  );
  t.deepEqual(
    plan.map((one) => [one.backend.service, one.emergency, isPartial(one)]),
    [
      ["web", false, true],
      ["api", false, false],
      ["feed", false, true],
    ],
  );
});
