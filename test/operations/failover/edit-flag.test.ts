import test from "ava";
import type { FailoverFlag, SwitchArgs } from "../../../core/model/failover.ts";
import { editFlag, type FlagChange } from "../../../operations/failover/edit-flag.ts";

const on: SwitchArgs = { mode: "on", reason: "down", since: "2026-11-23T03:00:00Z" };
const earlier: SwitchArgs = { ...on, since: "2026-11-23T01:00:00Z" };
const off: SwitchArgs = { mode: "off" };
const { reason, since } = on as Required<typeof on>;

const cases: readonly (readonly [string, FailoverFlag, FlagChange, FailoverFlag])[] = [
  ["one from none", "none", { services: ["a"], entry: on }, { services: { a: on } }],
  ["one beside another", ["b"], { services: ["a"], entry: on }, { services: { a: on, b: { mode: "on" } } }],
  [
    "one again keeps its beginning",
    { services: { a: earlier } },
    { services: ["a"], entry: on },
    { services: { a: earlier } },
  ],
  [
    "another weight begins anew",
    { services: { a: { ...earlier, mode: "weighted", weight: 5 } } },
    { services: ["a"], entry: { ...on, mode: "weighted", weight: 25 } },
    { services: { a: { ...on, mode: "weighted", weight: 25 } } },
  ],
  ["all", "none", { services: "all", entry: on }, { all: true, reason, since }],
  [
    "all again keeps its beginning",
    { all: true, since: "2026-11-23T01:00:00Z" },
    { services: "all", entry: on },
    { all: true, reason, since: "2026-11-23T01:00:00Z" },
  ],
  [
    "all overrides entries and exceptions",
    { all: true, except: ["a"], services: { b: off } },
    { services: "all", entry: on },
    { all: true, reason, since },
  ],
  [
    "all keeps the settings",
    { ready: 2, expired: "fail", services: { a: on } },
    { services: "all", entry: on, partial: true },
    { ready: 2, expired: "fail", partial: true, all: true, reason, since },
  ],
  ["the last one back", { services: { a: on } }, { services: ["a"], entry: off }, "none"],
  ["one of two back", ["a", "b"], { services: ["a"], entry: off }, { services: { b: { mode: "on" } } }],
  ["one of all back", "all", { services: ["a"], entry: off }, { all: true, services: { a: off } }],
  [
    "one back by force",
    ["a"],
    { services: ["a"], entry: { mode: "off", force: true } },
    { services: { a: { mode: "off", force: true } } },
  ],
  [
    "everybody back",
    { all: true, except: ["a"], services: { b: on } },
    { services: "all", entry: off },
    "none",
  ],
  [
    "everybody back keeps the settings",
    { all: true, ready: "80%" },
    { services: "all", entry: off },
    { ready: "80%" },
  ],
];

for (const [title, flag, change, after] of cases) {
  test(`the flag after ${title}`, (t) => {
    t.deepEqual(editFlag(flag, change), after);
  });
}
