import test from "ava";
import { warningsOf } from "../../../core/rules/warnings.ts";
import { service } from "../controllers/fixtures.ts";
import { resolveClass } from "../resolve-class.ts";

test("a class on a retired controller is warned about, others are not", (t) => {
  const classes = [resolveClass("public", {}), resolveClass("legacy", { controller: "ingress-nginx" })];
  t.deepEqual(warningsOf({ classes, services: [] }), [
    'class "legacy" runs ingress-nginx 1.15.1: upstream ended in March 2026 and fixes no vulnerabilities any more; move its services to an f5 class',
  ]);
});

test("allow and rateLimit behind a load balancer are warned about, unless PROXY protocol tells addresses", (t) => {
  const services = [service("web", { allow: ["10.0.0.0/8"] }), service("api")];
  const behind = { expose: { as: "loadBalancer" } } as const;
  t.deepEqual(warningsOf({ classes: [resolveClass("public", behind)], services }), [
    'class "public" is behind a load balancer, and allow and rateLimit ("web") go by the address it passes on: if it replaces clients\' addresses by its own, have it send PROXY protocol and set classes.public.proxyProtocol',
  ]);
  const told = { ...behind, proxyProtocol: { trustedAddresses: ["192.0.2.1/32"] } };
  t.deepEqual(warningsOf({ classes: [resolveClass("public", told)], services }), []);
});

test("a service is warned about where its class does less than its settings promise", (t) => {
  const classes = [resolveClass("internal", {}), resolveClass("public", {})];
  const services = [service("chat", { protocol: "websocket", timeouts: { read: "1h" } })];
  t.deepEqual(warningsOf({ classes, services }), [
    'services.chat.timeouts.read: class "public" (f5) cuts off open requests and connections 60s after nginx reloads or stops, although timeouts.read allows 1h: raise classes.public.drain.timeout, or let clients connect anew',
  ]);
});

test("many warnings of a class are counted beyond the first 20", (t) => {
  const services = Array.from({ length: 23 }, (_, index) =>
    service(`chat-${index}`, { timeouts: { read: "1h" } }),
  );
  const warnings = warningsOf({ classes: [resolveClass("public", {})], services });
  t.is(warnings.length, 21);
  t.is(warnings.at(-1), 'class "public" has 3 more warnings of this kind');
  t.is(warningsOf({ classes: [resolveClass("public", {})], services: services.slice(3) }).length, 20);
});

test("annotations that nothing checks are warned about", (t) => {
  const services = [
    service("web", { annotations: { "cert-manager.io/common-name": "web" } }),
    service("api", { annotations: { "nginx.org/lb-method": "ip_hash" }, unchecked: true }),
  ];
  t.deepEqual(warningsOf({ classes: [], services }), [
    'service "api" passes nginx.org/lb-method on unchecked: a wrong value may take its class down',
  ]);
});
