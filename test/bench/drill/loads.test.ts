import test from "ava";
import { drillLoads } from "../../../bench/drill/loads.ts";
import { drilledService } from "../../../bench/drill/request.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";

const loadsOf = (args: Partial<ServiceArgs>) => {
  const all = { backend: { service: "own", port: 80 }, emergency: { service: "standby" }, ...args };
  return drillLoads(drilledService("shop", [resolveService("shop", all, "public")]), [
    "172.30.0.11",
    "172.30.0.12",
  ]);
};

test("two kinds of client carry the mark and three do not, one of which sends another value in its header", (t) => {
  const loads = loadsOf({});
  const carried = loads.map(({ marked, plan }) => [marked, plan.headers, plan.close]);
  t.deepEqual(carried, [
    [false, undefined, undefined],
    [false, undefined, true],
    [false, { "X-Exposure-Drill": "never" }, undefined],
    [true, { "X-Exposure-Drill": "always" }, undefined],
    [true, { Cookie: "exposure-drill=always" }, undefined],
  ]);
  t.is(new Set(loads.map(({ plan }) => plan.name)).size, loads.length, "distinct ids");
  for (const { plan } of loads) t.deepEqual(plan.services, ["own", "standby"]);
});

test("requests use the service's protocol, host and path", (t) => {
  const where = (args: Partial<ServiceArgs>) => {
    const { targets, host, path, tls, protocol } = loadsOf(args)[0]?.plan ?? {};
    return { targets, host, path, tls, protocol };
  };
  t.deepEqual(where({ hosts: ["*.shop.example"], paths: [{ path: "/v2" }] }), {
    targets: ["172.30.0.11:80", "172.30.0.12:80"],
    host: "any.shop.example",
    path: "/v2",
    tls: false,
    protocol: "http1",
  });
  t.deepEqual(where({ protocol: "grpc", tls: true, paths: [{ path: "/feed.FeedBack/" }] }), {
    targets: ["172.30.0.11:443", "172.30.0.12:443"],
    host: "any.example",
    path: "/feed.FeedBack/Echo",
    tls: true,
    protocol: "grpc",
  });
});

test("gRPC is sent at a fifth of the rate", (t) => {
  const rates = (args: Partial<ServiceArgs>) => loadsOf(args).map(({ plan }) => plan.rate);
  t.deepEqual(rates({}), [500, 100, 50, 50, 50]);
  t.deepEqual(rates({ protocol: "grpc", tls: true }), [100, 20, 10, 10, 10]);
});
