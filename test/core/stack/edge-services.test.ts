import test from "ava";
import { parseEdgeConfig } from "../../../core/stack/edge-stack.ts";
import { told } from "../../told-problems.ts";
import { encrypted, refusalsOf } from "../edge-fixtures.ts";
import { memoryFiles } from "../memory-files.ts";

const edge = { nodes: ["192.0.2.11"], nodeSelector: { "example.com/edge": "haproxy" } };
const files = memoryFiles({
  "catalog/api.yaml": "backend: { service: api, port: http }\nhosts: [api.example]\n",
});
const web = {
  hosts: ["web.example"],
  backend: { service: "web", port: 80 },
  emergency: { service: "standby" },
};

const problemsOf = (raw: Readonly<Record<string, unknown>>) => told(refusalsOf({ edge, ...raw }, files));

test("services come from the stack file and the catalogue, all of class haproxy, by name", (t) => {
  const { services, failover } = parseEdgeConfig(
    { edge, services: { web }, catalog: "catalog", failover: "all" },
    files,
    encrypted,
  );
  t.deepEqual(
    services.map(({ name, class: served }) => [name, served]),
    [
      ["api", "haproxy"],
      ["web", "haproxy"],
    ],
  );
  t.is(failover, "all");
});

const refused: readonly [string, Readonly<Record<string, unknown>>, readonly string[]][] = [
  [
    "a class of the other stack",
    { services: { web: { ...web, class: "public" } } },
    ["services.web.class: unknown-class"],
  ],
  [
    "a route that two services claim, one of them in the catalogue",
    { services: { web: { ...web, hosts: ["api.example"] } }, catalog: "catalog" },
    ["catalog/api.yaml: paths: route-taken"],
  ],
  [
    "a field that HAProxy lacks",
    { services: { web: { ...web, bodySize: "1m" } } },
    ["services.web.bodySize: unsupported"],
  ],
  [
    "HTTPS without a certificate",
    { services: { web: { ...web, tls: true } } },
    ["services.web.tls: no-certificate"],
  ],
  [
    "a switch of an unknown service",
    { services: { web }, failover: ["wbe"] },
    ["failover[0]: unknown-service"],
  ],
  [
    "an emergency backend whose second Ingress is another service's",
    {
      services: {
        web,
        other: { hosts: ["other.example"], backend: { service: "other", port: 80 }, ingress: "web-canary" },
      },
    },
    ["services.web.emergency: name-taken"],
  ],
];

for (const [title, raw, problems] of refused) {
  test(`${title} is refused with the way out`, (t) => {
    t.deepEqual(problemsOf(raw), problems);
  });
}
