import test from "ava";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { serviceProblems } from "../../../core/rules/service-rules.ts";
import { services } from "../located.ts";

const backend = { service: "web", port: 80 };
const label = 'expected a name of at most 63 lower case letters, digits and "-", none at its ends, got';

const cases: readonly (readonly [string, Partial<ServiceArgs>, readonly (readonly [string, string])[]])[] = [
  ["web", {}, []],
  ["Web", {}, [["services.Web", `${label} "Web"`]]],
  ["a.b", {}, [['services["a.b"]', `${label} "a.b"`]]],
  ["all", {}, [["services.all", '"all" is a word of the flag failover: give the service another name']]],
  ["none", {}, [["services.none", '"none" is a word of the flag failover: give the service another name']]],
  [
    "web",
    { backend, emergency: { service: "web" } },
    [
      [
        "services.web.emergency",
        'is the primary backend itself ("web", port 80): name another Service or port, or leave it out',
      ],
    ],
  ],
  ["web", { backend, emergency: { service: "web", port: 81 } }, []],
  ["web", { backend, emergency: { service: "standby" } }, []],
  [
    "web",
    {
      backend: { ...backend, probe: { timeout: "1s" } },
      emergency: { service: "standby", probe: { grpc: {}, httpGet: { path: "/" } } },
    },
    [
      ["services.web.backend.probe", "is empty: set httpGet or grpc"],
      ["services.web.emergency.probe", "has both httpGet and grpc: leave one out"],
    ],
  ],
  ["web", { backend: { ...backend, probe: { grpc: {} } } }, []],
  [
    "web",
    { forceHttps: true },
    [["services.web.forceHttps", "needs tls: nothing would serve what it redirects to"]],
  ],
  [
    "web",
    { forceHttps: 301, hsts: true, tls: false },
    [
      ["services.web.forceHttps", "needs tls: nothing would serve what it redirects to"],
      ["services.web.hsts", "needs tls: browsers ignore it over plain HTTP"],
    ],
  ],
  ["web", { forceHttps: true, hsts: true, tls: { secret: "web" } }, []],
  ["web", { forceHttps: false, hsts: false }, []],
  [
    "web",
    { hosts: ["a.example", "b.example", "a.example"] },
    [["services.web.hosts[2]", '"a.example" is listed twice']],
  ],
  [
    "web",
    { retries: { on: ["error", "timeout", "error", "error"] } },
    [
      ["services.web.retries.on[2]", '"error" is listed twice'],
      ["services.web.retries.on[3]", '"error" is listed twice'],
    ],
  ],
  ["web", { retries: { on: ["error", "timeout"] } }, []],
  ["web", { retries: {} }, []],
];

for (const [name, args, problems] of cases) {
  test(`service ${name} with ${JSON.stringify(args)}: ${problems.length} problems`, (t) => {
    t.deepEqual(
      services({ [name]: args }).flatMap(serviceProblems),
      problems.map(([path, message]) => ({ path, message })),
    );
  });
}
