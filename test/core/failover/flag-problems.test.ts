import test from "ava";
import { hint } from "../../../core/config/suggest.ts";
import { failoverProblems } from "../../../core/failover/flag-problems.ts";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";

const services = [
  resolveService(
    "web",
    { backend: { service: "web", port: 80 }, emergency: { service: "standby" } },
    "public",
  ),
  resolveService("api", { backend: { service: "api", port: 80 } }, "public"),
  resolveService(
    "feed",
    { backend: { service: "feed", port: "grpc" }, emergency: { service: "feed-2", port: 9000 } },
    "public",
  ),
];

test("a flag that names what can not be switched is a problem for each name, with its place", (t) => {
  t.deepEqual(failoverProblems(["web", "api", "fed", "later"], services, hint, ["later"]), [
    {
      path: "failover[1]",
      message:
        'service "api" has no emergency backend to switch to: give it one (services.api.emergency) or leave it out; nothing was switched',
    },
    {
      path: "failover[2]",
      message: 'expected the name of a service, got "fed" (did you mean "feed"?); nothing was switched',
    },
  ]);
});

test("a flag of right names, a word or nothing is no problem", (t) => {
  const flags: readonly FailoverFlag[] = [
    "none",
    "all",
    [],
    ["web", "feed"],
    {},
    { all: true, except: ["api", "web"] },
    { services: { api: { mode: "off" } } },
  ];
  for (const flag of flags) t.deepEqual(failoverProblems(flag, services, hint), []);
});

test("a flag in detail that names what can not be switched is a problem for each name, with its place", (t) => {
  const flag: FailoverFlag = {
    all: true,
    except: ["web", "fed"],
    services: { api: { mode: "drill" }, wbe: { mode: "off" }, later: { mode: "on" } },
  };
  t.deepEqual(failoverProblems(flag, services, hint, ["later"]), [
    {
      path: "failover.except[1]",
      message: 'expected the name of a service, got "fed" (did you mean "feed"?); nothing was switched',
    },
    {
      path: "failover.services.api",
      message:
        'service "api" has no emergency backend to switch to: give it one (services.api.emergency) or leave it out; nothing was switched',
    },
    {
      path: "failover.services.wbe",
      message: 'expected the name of a service, got "wbe" (did you mean "web"?); nothing was switched',
    },
  ]);
});
