import test from "ava";
import { planFailover } from "../../../core/failover/plan.ts";
import { sharedWarnings, speechProblem, speechWarnings } from "../../../core/failover/standby.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";

const backend = (port: string | number) => ({ service: "a", port });
const state = (port: object) => ({ ports: [{ port: 9000, ...port }], ready: 1, external: false });

for (const [protocol, standby, primary, speech] of [
  ["https", 80, 443, "plain text"],
  ["grpcs", "http", "api", "plain text"],
  ["http", 443, 80, "TLS"],
  ["grpc", "https", 9000, "TLS"],
  ["https", 443, 80, undefined],
  ["https", 9000, 443, undefined],
  ["https", 80, 8080, undefined],
  ["http", 80, 80, undefined],
] as const) {
  test(`${protocol} to a standby on port ${standby}, primary on ${primary}: ${speech ?? "understood"}`, (t) => {
    const problem = speechProblem({ protocol }, "emergency", [backend(standby), backend(primary)]);
    t.is(problem?.split(" by ")[0], speech && `speaks ${speech}`);
  });
}

test("what the cluster says of a port counts before its name, and its number after that", (t) => {
  const backends = [backend("api"), backend("api")] as const;
  const problemOf = (port: object) =>
    speechProblem({ protocol: "https" }, "emergency", backends, [
      state({ name: "api", ...port }),
      state({ name: "api" }),
    ]);
  t.regex(problemOf({ appProtocol: "http" }) ?? "", /^speaks plain text by its port api, /);
  t.regex(problemOf({ port: 80 }) ?? "", /^speaks plain text/);
  t.is(problemOf({ appProtocol: "https", port: 80 }), undefined);
  t.is(problemOf({}), undefined);
});

test("a standby with a protocol of its own is judged by that alone, and the primary not by the standby", (t) => {
  const own = { protocol: "https", standby: { protocol: "http" } } as const;
  const to = (side: "primary" | "emergency", ...ports: readonly [string | number, string | number]) =>
    speechProblem(own, side, [backend(ports[0]), backend(ports[1])]);
  t.is(to("emergency", 80, 443), undefined);
  t.regex(
    to("emergency", 443, 443) ?? "",
    /^speaks TLS by its port 443, .* to it \(emergency\.protocol: http\)$/,
  );
  t.is(to("primary", 443, 80), undefined);
  t.is(to("primary", 80, 80), undefined);
});

const service = (name: string, more: Partial<ServiceArgs>) =>
  resolveService(
    name,
    { backend: { service: name, port: 443 }, emergency: { service: `${name}-2` }, ...more },
    "c",
  );

test("a preview warns of a standby that would not understand, switched or not", (t) => {
  const tls = service("a", { protocol: "https", emergency: { service: "a-2", port: 80 } });
  t.deepEqual(speechWarnings([tls, service("b", { protocol: "https" })]), [
    'the emergency backend of service "a" speaks plain text by its port 80, where the controller speaks TLS to both backends (protocol: https): name a port that speaks it, or set emergency.protocol to what the standby speaks, or a switch would answer 502',
  ]);
});

test("what a standby shares is told while it takes requests, each setting once", (t) => {
  const services = [
    service("a", { rewrite: "/", sticky: true }),
    service("b", { rewrite: "/x" }),
    service("d", { rewrite: "/", emergency: { service: "d-2", rewrite: false } }),
    service("c", { headers: { request: { "X-Tenant": "one" } } }),
  ];
  t.deepEqual(sharedWarnings(planFailover("none", services)), []);
  t.deepEqual(
    sharedWarnings(
      planFailover(
        { services: { a: { mode: "drill" }, b: { mode: "on" }, c: { mode: "on" }, d: { mode: "on" } } },
        services,
      ),
    ).map((warning) => warning.split(": ")[0]),
    ["a, b", "a", "c"],
  );
});
