import test from "ava";
import { expiryOf } from "../../../core/failover/expiry.ts";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import { told } from "../../told-problems.ts";

const services = ["a", "b", "c"].map((name) =>
  resolveService(
    name,
    { backend: { service: name, port: 80 }, emergency: { service: `${name}-2` } },
    "public",
  ),
);
const until = "2026-11-23T18:00:00Z";
const later = "2026-11-24T00:00:00Z";
const sentence = (names: string, ago: string) =>
  `the emergency switch of ${names} was due to end at ${until} (${ago} ago): switch back, or set a later until`;

const cases: readonly (readonly [string, FailoverFlag, string, readonly string[]])[] = [
  ["before its time", { all: true, until }, "2026-11-23T17:59:59Z", []],
  ["at its time", { all: true, until }, until, [sentence("a, b, c", "0 min")]],
  ["an hour after", { all: true, until }, "2026-11-23T19:00:00Z", [sentence("a, b, c", "60 min")]],
  [
    "days after",
    { services: { b: { mode: "drill", until } } },
    "2026-11-26T18:00:00Z",
    [sentence("b", "3 days")],
  ],
  [
    "one of two times",
    { services: { a: { mode: "on", until }, b: { mode: "on", until: later } } },
    "2026-11-23T21:30:00Z",
    [sentence("a", "3 h")],
  ],
  ["a switch that is off", { until, services: { a: { mode: "off" } } }, later, []],
  ["no time at all", "all", later, []],
];

for (const [title, flag, now, warnings] of cases) {
  test(`expiry warns: ${title}`, (t) => {
    t.deepEqual(expiryOf(flag, services, Date.parse(now)), { warnings, problems: [] });
  });
}

test("an expired switch is a problem if the flag says so", (t) => {
  const flag: FailoverFlag = { all: true, except: ["c"], until, expired: "fail" };
  const { warnings, problems } = expiryOf(flag, services, Date.parse(until));
  t.deepEqual(warnings, []);
  t.deepEqual(told(problems), ["failover: switch-overdue"]);
});

test("many expired switches are one sentence with ten names", (t) => {
  const many = Array.from(
    { length: 200 },
    (_, index) => ({ ...services[0], name: `s${index}` }) as (typeof services)[0],
  );
  const { warnings } = expiryOf({ all: true, until }, many, Date.parse(until));
  t.deepEqual(warnings, [sentence("s0, s1, s2, s3, s4, s5, s6, s7, s8, s9 and 190 more", "0 min")]);
});
