import test from "ava";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { hstsProblems } from "../../../core/rules/hsts.ts";
import { told } from "../../told-problems.ts";
import { services } from "../located.ts";

const hsts = (hosts: readonly string[], includeSubdomains = true): Partial<ServiceArgs> => ({
  hosts,
  tls: true,
  hsts: { includeSubdomains },
});
const plain = (host: string, args: Partial<ServiceArgs> = {}): Partial<ServiceArgs> => ({
  hosts: [host],
  ...args,
});

const below = "services.web.hsts.includeSubdomains: hsts-over-plain-service";
const cases: readonly (readonly [
  string,
  Readonly<Record<string, Partial<ServiceArgs>>>,
  readonly string[],
])[] = [
  ["a plain sibling below", { web: hsts(["example.com"]), api: plain("a.example.com") }, [below]],
  [
    "one of another class",
    { web: hsts(["example.com"]), api: plain("a.b.example.com", { class: "other" }) },
    [below],
  ],
  ["a plain wildcard below", { web: hsts(["example.com"]), api: plain("*.example.com") }, [below]],
  ["a name below a wildcard's", { web: hsts(["*.example.com"]), api: plain("a.b.example.com") }, [below]],
  ["a name of the wildcard's own", { web: hsts(["*.example.com"]), api: plain("a.example.com") }, []],
  ["a sibling with TLS", { web: hsts(["example.com"]), api: plain("a.example.com", { tls: true }) }, []],
  ["HSTS without subdomains", { web: hsts(["example.com"], false), api: plain("a.example.com") }, []],
  ["a host whose name ends alike", { web: hsts(["example.com"]), api: plain("myexample.com") }, []],
  [
    "HSTS that is taken back",
    {
      web: { ...hsts(["example.com"]), hsts: { maxAge: "0s", includeSubdomains: true } },
      api: plain("a.example.com"),
    },
    [],
  ],
  [
    "a plain service on the host itself",
    { web: hsts(["example.com"], false), api: plain("example.com", { class: "other" }) },
    ["services.web.hsts: hsts-over-plain-service"],
  ],
];

for (const [what, args, problems] of cases) {
  test(`${what}: ${problems.length} problems`, (t) =>
    t.deepEqual(told(hstsProblems(services(args))), problems));
}
