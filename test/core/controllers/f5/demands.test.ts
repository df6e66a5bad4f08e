import test from "ava";
import { demandsOf } from "../../../../core/controllers/f5/demands.ts";
import { classOf, hostless, problemsOf, service } from "../fixtures.ts";

const rpc = { tls: true, protocol: "grpc" } as const;

test("a class without services needs no settings", (t) => {
  t.deepEqual(demandsOf(classOf("f5"), []), { http2: false, hostless: false });
});

test("gRPC needs HTTP/2 and its largest body size, a service without host needs empty hosts", (t) => {
  const services = [service("web"), hostless("rpc", { ...rpc, bodySize: "16m" })];
  t.deepEqual(demandsOf(classOf("f5"), services), { http2: true, hostless: true, grpcBodySize: "16m" });
});

test("gRPC without a body size uses the class's", (t) => {
  const spec = classOf("f5", { performance: { clientMaxBodySize: "8m" } });
  t.deepEqual(demandsOf(spec, [service("rpc", rpc)]).grpcBodySize, "8m");
  t.deepEqual(demandsOf(spec, [service("web")]).grpcBodySize, undefined);
});

test("with snippets each gRPC service sets its own body size", (t) => {
  const services = [service("a", { ...rpc, bodySize: "16m" }), service("b", { ...rpc, bodySize: "1g" })];
  const snippets = classOf("f5", { snippets: true });
  t.deepEqual(problemsOf(snippets, services), []);
  t.deepEqual(demandsOf(snippets, services), { http2: true, hostless: false });
  t.deepEqual(problemsOf(classOf("f5"), services), ["services.b.bodySize: once-for-the-class"]);
});
