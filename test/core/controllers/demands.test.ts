import test from "ava";
import { classDemands } from "../../../core/controllers/plan-services.ts";
import { classOf, hostless, problemsOf, service } from "./fixtures.ts";

const rpc = { tls: true, protocol: "grpc" } as const;

test("a class without services has nothing to be told but that HSTS is off", (t) => {
  t.deepEqual(classDemands(classOf("f5"), []), { http2: false, hostless: false });
  t.deepEqual(classDemands(classOf("ingress-nginx"), []), {
    http2: false,
    hostless: false,
    keys: { hsts: "false" },
  });
});

test("only the class' own services count", (t) => {
  const elsewhere = { ...hostless("rpc", rpc), class: "internal" };
  t.deepEqual(classDemands(classOf("f5"), [elsewhere]), { http2: false, hostless: false });
});

test("gRPC asks for HTTP/2 and for its largest body, a service without host for empty hosts", (t) => {
  const services = [service("web"), hostless("rpc", { ...rpc, bodySize: "16m" })];
  t.deepEqual(classDemands(classOf("f5"), services), { http2: true, hostless: true, grpcBodySize: "16m" });
});

test("gRPC without a body size of its own has the class'", (t) => {
  const spec = classOf("f5", { performance: { clientMaxBodySize: "8m" } });
  t.deepEqual(classDemands(spec, [service("rpc", rpc)]).grpcBodySize, "8m");
  t.deepEqual(classDemands(spec, [service("web")]).grpcBodySize, undefined);
});

test("with snippets the body size of gRPC is the service's own matter", (t) => {
  const services = [service("a", { ...rpc, bodySize: "16m" }), service("b", { ...rpc, bodySize: "1g" })];
  const snippets = classOf("f5", { snippets: true });
  t.deepEqual(problemsOf(snippets, services), []);
  t.deepEqual(classDemands(snippets, services), { http2: true, hostless: false });
  t.deepEqual(problemsOf(classOf("f5"), services), [
    'services.b.bodySize: class "public" (f5) has one bodySize for all of its gRPC services, and "a" asks for another: make both the same, or set classes.public.snippets to true',
  ]);
});

test("ingress-nginx: what it has once for a class becomes ConfigMap keys", (t) => {
  const services = [
    service("a", { tls: true, forceHttps: 301, hsts: { maxAge: "30d", includeSubdomains: true } }),
    service("b", { rateLimit: { requestsPerSecond: 10 } }),
  ];
  t.deepEqual(problemsOf(classOf("ingress-nginx"), services), []);
  t.deepEqual(classDemands(classOf("ingress-nginx"), services).keys, {
    "http-redirect-code": "301",
    "limit-req-status-code": "429",
    hsts: "true",
    "hsts-max-age": "2592000",
    "hsts-include-subdomains": "true",
  });
});

test("ingress-nginx refuses services that differ in what it has once", (t) => {
  const services = [
    service("a", { tls: true, forceHttps: true, rateLimit: { requestsPerSecond: 1 } }),
    service("b", {
      tls: true,
      forceHttps: 302,
      hsts: true,
      rateLimit: { requestsPerSecond: 1, status: 503 },
    }),
  ];
  const once = (words: string) =>
    `class "public" (ingress-nginx) sets ${words} once for all its services, and "a" has it otherwise: make both the same, or move one to an f5 class`;
  t.deepEqual(problemsOf(classOf("ingress-nginx"), services), [
    `services.b.forceHttps: ${once("the status of redirects")}`,
    `services.b.rateLimit.status: ${once("the status of requests over the limit")}`,
    `services.b.hsts: ${once("HSTS")}`,
  ]);
  t.deepEqual(problemsOf(classOf("f5"), services), []);
});
