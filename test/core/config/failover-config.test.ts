import test from "ava";
import { failoverConfig } from "../../../core/config/failover-config.ts";
import { toldIn } from "../../told-problems.ts";

const accepted: readonly (readonly [unknown, unknown])[] = [
  ["none", "none"],
  ["all", "all"],
  ["a, b", ["a", "b"]],
  [["a"], ["a"]],
  [{}, {}],
  [
    {
      all: true,
      except: ["a"],
      reason: "x",
      until: "2026-11-23T19:00:00+01:00",
      partial: true,
      expired: "fail",
    },
    { all: true, except: ["a"], reason: "x", until: "2026-11-23T18:00:00Z", partial: true, expired: "fail" },
  ],
  [
    { services: { a: "on", b: "off", c: "drill", d: true, e: false } },
    {
      services: {
        a: { mode: "on" },
        b: { mode: "off" },
        c: { mode: "drill" },
        d: { mode: "on" },
        e: { mode: "off" },
      },
    },
  ],
  [
    { services: { a: { mode: "weighted", weight: 5, force: true, since: "2026-11-23T18:00:00.123Z" } } },
    { services: { a: { mode: "weighted", weight: 5, force: true, since: "2026-11-23T18:00:00Z" } } },
  ],
];

for (const [input, value] of accepted) {
  test(`exposure:failover takes ${JSON.stringify(input)}`, (t) => {
    t.deepEqual(failoverConfig.parse(input, "failover"), { ok: true, value } as never);
  });
}

for (const [until, value] of [
  ["2028-02-29T23:59:59Z", "2028-02-29T23:59:59Z"],
  ["2026-02-28T23:30:00-01:00", "2026-03-01T00:30:00Z"],
  ["2027-01-01T00:30:00+01:00", "2026-12-31T23:30:00Z"],
]) {
  test(`exposure:failover takes until: ${until}`, (t) => {
    t.deepEqual(failoverConfig.parse({ until }, "failover"), { ok: true, value: { until: value } } as never);
  });
}

for (const ready of [0, 3, "1%", "100%"]) {
  test(`exposure:failover takes ready: ${ready}`, (t) => {
    t.deepEqual(failoverConfig.parse({ ready }, "failover"), { ok: true, value: { ready } } as never);
  });
}

const refused: readonly (readonly [unknown, string])[] = [
  ["", "failover: wrong-type"],
  [7, "failover: wrong-type"],
  [{ al: true }, "failover.al: unknown-key"],
  [{ all: "yes" }, "failover.all: wrong-type"],
  [{ except: ["a"] }, "failover.except: has-no-effect"],
  [{ until: "tomorrow" }, "failover.until: wrong-value"],
  [{ until: "2026-02-30" }, "failover.until: wrong-value"],
  [{ until: "2026-13-01T00:00:00Z" }, "failover.until: wrong-value"],
  ...[
    "2026-02-30T00:00:00Z",
    "2026-04-31T23:00:00+02:00",
    "2027-02-29t12:00:00z",
    "2026-01-00T00:00:00Z",
  ].map((until) => [{ until }, "failover.until: wrong-value"] as const),
  [{ reason: "two\nlines" }, "failover.reason: wrong-value"],
  [{ reason: "x".repeat(501) }, "failover.reason: wrong-value"],
  [{ ready: -1 }, "failover.ready: wrong-value"],
  [{ ready: "0%" }, "failover.ready: wrong-value"],
  [{ ready: "half" }, "failover.ready: wrong-type"],
  [{ services: { a: "weighted" } }, "failover.services.a: wrong-value"],
  [{ services: { a: "onn" } }, "failover.services.a: wrong-value"],
  [{ services: { a: 5 } }, "failover.services.a: wrong-type"],
  [{ services: { a: {} } }, "failover.services.a.mode: missing"],
  [{ services: { a: { mode: "weighted" } } }, "failover.services.a.weight: needs-weight"],
  [{ services: { a: { mode: "weighted", weight: 101 } } }, "failover.services.a.weight: wrong-value"],
  [{ services: { a: { mode: "on", weight: 5 } } }, "failover.services.a.weight: has-no-effect"],
  [
    { services: { a: { mode: "off", until: "2026-11-23T18:00:00Z" } } },
    "failover.services.a.until: has-no-effect",
  ],
];

for (const [input, problem] of refused) {
  test(`exposure:failover refuses ${JSON.stringify(input).slice(0, 80)}`, (t) => {
    t.deepEqual(toldIn(failoverConfig.parse(input, "failover")), [problem]);
  });
}
