import test from "ava";
import type { Exposure } from "../../../core/model/class.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { serviceUrls } from "../../../core/outputs/urls.ts";

const standard: Exposure = {
  as: "hostNetwork",
  http: 80,
  https: 443,
  serviceAnnotations: {},
  sourceRanges: [],
  ipFamilies: [],
};
const other: Exposure = { ...standard, http: 8080, https: 8443 };
const backend = { service: "a", port: 80 };

const cases: readonly [string, Partial<ServiceArgs>, Exposure, readonly string[]][] = [
  ["plain HTTP", { hosts: ["a.example"] }, standard, ["http://a.example/"]],
  [
    "TLS keeps HTTP beside it",
    { hosts: ["a.example"], tls: true },
    standard,
    ["http://a.example/", "https://a.example/"],
  ],
  [
    "a forced redirect leaves HTTPS",
    { hosts: ["a.example"], tls: true, forceHttps: true },
    standard,
    ["https://a.example/"],
  ],
  ["gRPC is reached only by HTTPS", { tls: true, protocol: "grpc" }, standard, ["https://*/"]],
  [
    "ports other than the scheme's default are shown",
    { hosts: ["a.example"], tls: true },
    other,
    ["http://a.example:8080/", "https://a.example:8443/"],
  ],
  [
    "each host has each path",
    { hosts: ["a.example", "b.example"], paths: [{ path: "/x" }, { path: "/y" }] },
    standard,
    ["http://a.example/x", "http://a.example/y", "http://b.example/x", "http://b.example/y"],
  ],
];

for (const [title, args, exposure, urls] of cases) {
  test(title, (t) => {
    t.deepEqual(serviceUrls(resolveService("a", { backend, ...args }, "public"), exposure), urls);
  });
}
