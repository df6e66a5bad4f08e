import test from "ava";
import { hint } from "../../../components/config/suggest.ts";
import { failoverProblems, planFailover, switchedOn } from "../../../components/failover/plan.ts";
import { resolveService } from "../../../components/model/resolve-service.ts";
import type { FailoverFlag } from "../../../components/model/stack.ts";

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
  const flags: readonly FailoverFlag[] = ["none", "all", [], ["web", "feed"]];
  for (const flag of flags) t.deepEqual(failoverProblems(flag, services, hint), []);
});
