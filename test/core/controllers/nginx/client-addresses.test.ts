import test from "ava";
import { classControllers } from "../../../../core/controllers/registry.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import { told } from "../../../told-problems.ts";
import { classOf, problemsOf, service } from "../fixtures.ts";

const web = service("web", {
  allow: ["10.0.0.0/8"],
  deny: ["10.1.0.0/16"],
  rateLimit: { requestsPerSecond: 5 },
});
const refused = ["allow", "deny", "rateLimit"].map((field) => `services.web.${field}: no-client-addresses`);
const trust = { proxyProtocol: { trustedAddresses: ["192.0.2.0/24"] } } as const;

for (const [controller, what, args, problems] of [
  ["f5", "a node port", { expose: { as: "nodePort" } }, refused],
  ["ingress-nginx", "a node port", { expose: { as: "nodePort" } }, refused],
  ["f5", "a node port with PROXY protocol", { expose: { as: "nodePort" }, ...trust }, []],
  [
    "f5",
    "a node port with a header",
    { expose: { as: "nodePort" }, configMap: { "set-real-ip-from": "192.0.2.1" } },
    [],
  ],
  [
    "ingress-nginx",
    "a node port with a header",
    {
      expose: { as: "nodePort" },
      configMap: { "use-forwarded-headers": "true", "proxy-real-ip-cidr": "192.0.2.1/32" },
    },
    [],
  ],
  ["f5", "a node port of its own pods", { expose: { as: "nodePort", externalTrafficPolicy: "Local" } }, []],
  [
    "f5",
    "any node of a load balancer",
    { expose: { as: "loadBalancer", externalTrafficPolicy: "Cluster" } },
    refused,
  ],
  [
    "ingress-nginx",
    "a node port behind a balancer that ends TLS",
    { expose: { as: "nodePort" }, forwardedHeaders: { trustedAddresses: ["192.0.2.0/24"] } },
    [],
  ],
  ["f5", "the nodes' own ports", {}, []],
  ["f5", "a load balancer", { expose: { as: "loadBalancer" } }, []],
] as const) {
  test(`${controller}, ${what}: clients' addresses ${problems.length === 0 ? "are known" : "are not"}`, (t) => {
    t.deepEqual(problemsOf(classOf(controller, { snippets: true, ...args }), [web]), problems);
  });
}

const raw: readonly (readonly [
  ClassArgs["controller"],
  Readonly<Record<string, string>>,
  readonly string[],
])[] = [
  ["f5", { "set-real-ip-from": "192.0.2.1,10.0.0.0/8,unix:" }, []],
  ["f5", { "set-real-ip-from": "192.0.2.1, 0.0.0.0/0" }, ["set-real-ip-from"]],
  ["f5", { "set-real-ip-from": "::/0" }, ["set-real-ip-from"]],
  ["f5", { "http-snippets": "set_real_ip_from 0.0.0.0/1;" }, ["http-snippets"]],
  ["f5", { "server-snippets": "set_real_ip_from 192.0.2.0/24;" }, []],
  ["ingress-nginx", { "use-forwarded-headers": "true" }, ["use-forwarded-headers"]],
  ["ingress-nginx", { "enable-real-ip": "true" }, ["enable-real-ip"]],
  ["ingress-nginx", { "use-forwarded-headers": "false" }, []],
  ["ingress-nginx", { "use-forwarded-headers": "true", "proxy-real-ip-cidr": "192.0.2.0/24" }, []],
  ["ingress-nginx", { "proxy-real-ip-cidr": "0.0.0.0/0" }, ["proxy-real-ip-cidr"]],
];

for (const [controller = "f5", configMap, keys] of raw) {
  test(`${controller} with ${JSON.stringify(configMap)} trusts ${keys.length === 0 ? "some" : "everybody"}`, (t) => {
    const spec = classOf(controller, { configMap });
    t.deepEqual(
      told(classControllers[controller].configuration.problems(spec, [])),
      keys.map((key) => `classes.public.configMap.${key}: trusts-everybody`),
    );
  });
}

test("open requests are counted by address, and a rate by a header is not", (t) => {
  const spec = classOf("ingress-nginx", { expose: { as: "nodePort" } });
  t.deepEqual(problemsOf(spec, [service("web", { connections: 5 })]), [
    "services.web.connections: no-client-addresses",
  ]);
  const keyed = service("web", { rateLimit: { requestsPerSecond: 5, header: "X-Api-Key" } });
  t.deepEqual(problemsOf(classOf("f5", { expose: { as: "nodePort" } }), [keyed]), []);
});
