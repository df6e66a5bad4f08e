import test from "ava";
import { hint } from "../../../core/config/suggest.ts";
import { failoverProblems } from "../../../core/failover/flag-problems.ts";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import { told } from "../../told-problems.ts";
import { services } from "./three-services.ts";

test("each name in the flag that cannot be switched is a problem with its path", (t) => {
  t.deepEqual(told(failoverProblems(["web", "api", "fed", "later"], services, hint, { unread: ["later"] })), [
    "failover[1]: no-emergency-backend",
    "failover[2]: unknown-service",
  ]);
});

test("a flag of valid names, a word or nothing has no problem", (t) => {
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

test("each name in a detailed flag that cannot be switched is a problem with its path", (t) => {
  const flag: FailoverFlag = {
    all: true,
    except: ["web", "fed"],
    services: { api: { mode: "drill" }, wbe: { mode: "off" }, later: { mode: "on" } },
  };
  t.deepEqual(told(failoverProblems(flag, services, hint, { unread: ["later"] })), [
    "failover.except[1]: unknown-service",
    "failover.services.api: no-emergency-backend",
    "failover.services.wbe: unknown-service",
  ]);
});
