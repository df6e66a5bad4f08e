import test from "ava";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { serviceProblems } from "../../../core/rules/service-rules.ts";
import { told } from "../../told-problems.ts";
import { services } from "../located.ts";

const backend = { service: "web", port: 80 };

const cases: readonly (readonly [string, Partial<ServiceArgs>, readonly string[]])[] = [
  ["web", {}, []],
  ["Web", {}, ["services.Web: wrong-name"]],
  ["a.b", {}, ['services["a.b"]: wrong-name']],
  ["all", {}, ["services.all: reserved-name"]],
  ["none", {}, ["services.none: reserved-name"]],
  ["web", { backend, emergency: { service: "web" } }, ["services.web.emergency: same-backend"]],
  ["web", { backend, emergency: { service: "web", port: 81 } }, []],
  ["web", { backend, emergency: { service: "standby" } }, []],
  [
    "web",
    {
      backend: { ...backend, probe: { timeout: "1s" } },
      emergency: { service: "standby", probe: { grpc: {}, httpGet: { path: "/" } } },
    },
    ["services.web.backend.probe: empty-probe", "services.web.emergency.probe: two-probes"],
  ],
  ["web", { backend: { ...backend, probe: { grpc: {} } } }, []],
  ["web", { forceHttps: true, hsts: true, tls: { secret: "web" } }, []],
  ["web", { forceHttps: false, hsts: false }, []],
  ["web", { errorPages: { statuses: [502], service: "pages" } }, []],
  ["web", { errorPages: { statuses: [502] } }, ["services.web.errorPages: no-page"]],
  [
    "web",
    { errorPages: { statuses: [502, 502], service: "pages", url: "https://a.example" } },
    ["services.web.errorPages: two-pages", "services.web.errorPages.statuses[1]: listed-twice"],
  ],
  ["web", { tls: {} }, ["services.web.tls: empty-tls"]],
  ["web", { tls: { issuer: "ca" } }, ["services.web.tls.issuer: needs-hosts"]],
  ["web", { tls: { clusterIssuer: "ca" }, hosts: ["a.example"] }, []],
  [
    "web",
    { tls: { issuer: "ca", clusterIssuer: "ca" }, hosts: ["a.example"] },
    ["services.web.tls.clusterIssuer: two-issuers"],
  ],
  ["web", { hosts: ["a.example", "b.example", "a.example"] }, ["services.web.hosts[2]: listed-twice"]],
  [
    "web",
    { retries: { on: ["error", "timeout", "error", "error"] } },
    ["services.web.retries.on[2]: listed-twice", "services.web.retries.on[3]: listed-twice"],
  ],
  ["web", { retries: { on: ["error", "timeout"] } }, []],
  ["web", { retries: {} }, []],
  ["web", { rateLimit: { burst: 5 } }, ["services.web.rateLimit: no-rate"]],
  [
    "web",
    { rateLimit: { requestsPerSecond: 1, requestsPerMinute: 60 } },
    ["services.web.rateLimit: two-rates"],
  ],
  ["web", { rateLimit: { requestsPerMinute: 60 } }, []],
];

for (const [name, args, problems] of cases) {
  test(`service ${name} with ${JSON.stringify(args)}: ${problems.length} problems`, (t) => {
    t.deepEqual(told(services({ [name]: args }).flatMap(serviceProblems)), problems);
  });
}
