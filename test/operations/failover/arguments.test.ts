import test from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { readRequest } from "../../../operations/failover/arguments.ts";

const now = Date.parse("2026-11-23T03:00:00Z");
const read = (line: string) => readRequest(line.split(" "), now);
const since = "2026-11-23T03:00:00Z";

for (const [line, request] of [
  ["status --stack prod", { action: "status", stack: "prod", services: [] }],
  [
    "status a b --stack prod --project /x",
    { action: "status", stack: "prod", project: "/x", services: ["a", "b"] },
  ],
  [
    "on a b --stack prod --reason down --for 90m --force --partial",
    {
      action: "switch",
      stack: "prod",
      preview: false,
      change: {
        services: ["a", "b"],
        entry: { mode: "on", reason: "down", since, until: "2026-11-23T04:30:00Z", force: true },
        partial: true,
      },
    },
  ],
  [
    "weighted a --weight 25 --stack prod --reason new --probe https://a.example/",
    {
      action: "switch",
      stack: "prod",
      preview: false,
      probe: "https://a.example/",
      change: { services: ["a"], entry: { mode: "weighted", weight: 25, reason: "new", since } },
    },
  ],
  [
    "on --all --stack prod --reason down --for 365d",
    {
      action: "switch",
      stack: "prod",
      preview: false,
      change: {
        services: "all",
        entry: { mode: "on", reason: "down", since, until: "2027-11-23T03:00:00Z" },
      },
    },
  ],
  [
    "off --all --stack prod --preview",
    { action: "switch", stack: "prod", preview: true, change: { services: "all", entry: { mode: "off" } } },
  ],
] as const) {
  test(`understood: ${line}`, (t) => {
    t.deepEqual(read(line), request as never);
  });
}

for (const [line, message] of [
  ["on a --reason x", "--stack is missing"],
  ["up a --stack prod", 'expected on, off, drill, weighted or status, got "up"'],
  ["on --stack prod --reason x", "name services, or --all: one of both"],
  ["on a --all --stack prod --reason x", "name services, or --all: one of both"],
  ["on a --stack prod", "--reason is missing"],
  ["on a --stack prod --raeson x", "Unknown option '--raeson'"],
] as const) {
  test(`refused, with the usage: ${line}`, (t) => {
    const error = t.throws(() => read(line), { instanceOf: UserError });
    t.true(error?.message.startsWith(`${message}`), error?.message);
    t.true(error?.message.includes("\n\nUsage: npm run failover"));
  });
}

for (const [line, message] of [
  ["drill --all --stack prod --reason x", "drill takes services by name, not --all"],
  [
    "on --all --force --stack prod --reason x",
    "--force takes services by name, not --all: name those whose check is to be skipped, and switch the others by --all",
  ],
  [
    "on a --stack prod --reason x --for 2hours",
    '--for: expected a time span such as 30m, 2h or 1d, got "2hours"',
  ],
  ...["366d", "8761h", "9999999999d", `${"9".repeat(400)}d`].map(
    (span) =>
      [
        `on a --stack prod --reason x --for ${span}`,
        `--for: expected a time span of 365d at most, got "${span}": leave --for out for a switch without an end`,
      ] as const,
  ),
  [
    "weighted a --stack prod --reason x",
    "--weight: is missing: mode weighted needs a percentage from 1 to 100",
  ],
  [
    "weighted a --stack prod --reason x --weight all",
    "--weight: expected a whole number from 1 to 100, got NaN",
  ],
  [
    "on a --stack prod --reason x --weight 5",
    "--weight: applies to mode weighted only, not to on: leave it out, or set mode: weighted",
  ],
  ["on a --stack prod --reason x --probe nowhere", '--probe: expected a URL, got "nowhere"'],
] as const) {
  test(`refused, in one sentence: ${line}`, (t) => {
    t.throws(() => read(line), { instanceOf: UserError, message });
  });
}
