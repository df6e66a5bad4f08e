import test from "ava";
import { demandsOf } from "../../../../core/controllers/ingress-nginx/demands.ts";
import { classOf, problemsOf, service } from "../fixtures.ts";

test("a class without services only turns HSTS off", (t) => {
  t.deepEqual(demandsOf([]), { http2: false, keys: { hsts: "false" } });
});

test("gRPC needs HTTP/2", (t) => {
  t.true(demandsOf([service("web"), service("rpc", { tls: true, protocol: "grpc" })]).http2);
});

test("ingress-nginx: settings that exist once per class become ConfigMap keys", (t) => {
  const services = [
    service("a", { tls: true, forceHttps: 301, hsts: { maxAge: "30d", includeSubdomains: true } }),
    service("b", { rateLimit: { requestsPerSecond: 10 } }),
  ];
  t.deepEqual(problemsOf(classOf("ingress-nginx"), services), []);
  t.deepEqual(demandsOf(services).keys, {
    "http-redirect-code": "301",
    "limit-req-status-code": "429",
    hsts: "true",
    "hsts-max-age": "2592000",
    "hsts-include-subdomains": "true",
  });
});

test("ingress-nginx refuses services that differ in a setting that exists once per class", (t) => {
  const services = [
    service("a", { tls: true, forceHttps: true, rateLimit: { requestsPerSecond: 1 } }),
    service("b", {
      tls: true,
      forceHttps: 302,
      hsts: true,
      rateLimit: { requestsPerSecond: 1, status: 503 },
    }),
  ];
  t.deepEqual(problemsOf(classOf("ingress-nginx"), services), [
    "services.b.forceHttps: once-for-the-class",
    "services.b.rateLimit.status: once-for-the-class",
    "services.b.hsts: once-for-the-class",
  ]);
  t.deepEqual(problemsOf(classOf("f5"), services), []);
});
