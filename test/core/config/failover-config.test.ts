import test from "ava";
import { failoverConfig } from "../../../core/config/failover-config.ts";

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

const form = "(RFC 3339)";
const refused: readonly (readonly [unknown, string, string])[] = [
  ["", "failover", 'expected "none", "all", a list of services or an object, got "" (a string)'],
  [7, "failover", 'expected "none", "all", a list of services or an object, got 7 (a number)'],
  [{ al: true }, "failover.al", 'unknown key, did you mean "all"?'],
  [{ all: "yes" }, "failover.all", 'expected true or false, got "yes" (a string)'],
  [
    { except: ["a"] },
    "failover.except",
    "needs all: true to make exceptions from: add it, or leave except out",
  ],
  [
    { until: "tomorrow" },
    "failover.until",
    `expected a time such as "2027-01-31T18:00:00Z" ${form}, got "tomorrow"`,
  ],
  [
    { until: "2026-02-30" },
    "failover.until",
    `expected a time such as "2027-01-31T18:00:00Z" ${form}, got "2026-02-30"`,
  ],
  [
    { until: "2026-13-01T00:00:00Z" },
    "failover.until",
    `expected a time such as "2027-01-31T18:00:00Z" ${form}, got "2026-13-01T00:00:00Z"`,
  ],
  ...[
    "2026-02-30T00:00:00Z",
    "2026-04-31T23:00:00+02:00",
    "2027-02-29t12:00:00z",
    "2026-01-00T00:00:00Z",
  ].map(
    (until) =>
      [
        { until },
        "failover.until",
        `expected a time such as "2027-01-31T18:00:00Z" ${form}, got "${until}"`,
      ] as const,
  ),
  [
    { reason: "two\nlines" },
    "failover.reason",
    'expected a reason of one line, got "two\\nlines": "\\n" is not allowed in it',
  ],
  [{ reason: "x".repeat(501) }, "failover.reason", "expected a reason of 500 characters at most, got 501"],
  [{ ready: -1 }, "failover.ready", "expected a whole number from 0 to 10000, got -1"],
  [{ ready: "0%" }, "failover.ready", 'expected a share from "1%" to "100%", got "0%"'],
  [{ ready: "half" }, "failover.ready", 'expected a share from "1%" to "100%", got "half" (a string)'],
  [{ services: { a: "weighted" } }, "failover.services.a", 'expected "on", "off" or "drill", got "weighted"'],
  [
    { services: { a: "onn" } },
    "failover.services.a",
    'expected "on", "off" or "drill", got "onn" (did you mean "on"?)',
  ],
  [{ services: { a: 5 } }, "failover.services.a", "expected an object, got 5 (a number)"],
  [{ services: { a: {} } }, "failover.services.a.mode", "is missing"],
  [
    { services: { a: { mode: "weighted" } } },
    "failover.services.a.weight",
    "is missing: mode weighted needs a percentage from 1 to 100",
  ],
  [
    { services: { a: { mode: "weighted", weight: 101 } } },
    "failover.services.a.weight",
    "expected a whole number from 1 to 100, got 101",
  ],
  [
    { services: { a: { mode: "on", weight: 5 } } },
    "failover.services.a.weight",
    "goes with mode weighted only, not with on: leave one out",
  ],
  [
    { services: { a: { mode: "off", until: "2026-11-23T18:00:00Z" } } },
    "failover.services.a.until",
    "says when a switch ends, and this one is off: leave it out",
  ],
];

for (const [input, path, message] of refused) {
  test(`exposure:failover refuses ${JSON.stringify(input).slice(0, 80)}`, (t) => {
    t.deepEqual(failoverConfig.parse(input, "failover"), { ok: false, problems: [{ path, message }] });
  });
}
