import test from "ava";
import { ingressNginxConfiguration } from "../../../../core/controllers/ingress-nginx/configuration.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import { resolveClass } from "../../resolve-class.ts";
import { service } from "../fixtures.ts";

const spec = (args: ClassArgs = {}) => resolveClass("public", { controller: "ingress-nginx", ...args });
const data = (args: ClassArgs = {}) => ingressNginxConfiguration.data(spec(args), []);

test("ingress-nginx by default: drain, log, and when nginx stops trying are set, and HSTS is off unless a service sets it", (t) => {
  t.deepEqual(Object.keys(data()), [
    "error-log-level",
    "hsts",
    "location-snippet",
    "log-format-escape-json",
    "log-format-upstream",
    "proxy-next-upstream-timeout",
    "worker-shutdown-timeout",
  ]);
  t.is(data().hsts, "false");
});

test("the high profile has no problem, and an explicit knob overrides it", (t) => {
  const performance = { profile: "high", upstreamKeepAlive: 7 } as const;
  t.deepEqual(ingressNginxConfiguration.problems(spec({ performance }), []), []);
  t.is(data({ performance })["upstream-keepalive-connections"], "7");
});

test("a raw snippet is kept unchanged", (t) => {
  t.is(data({ configMap: { "http-snippet": "gzip on;\n" } })["http-snippet"], "gzip on;");
});

test("ingress-nginx serves gRPC with HTTP/2 and body sizes without extra keys", (t) => {
  const rpc = service("rpc", { tls: true, protocol: "grpc", bodySize: "16m" });
  const keys = ingressNginxConfiguration.data(spec(), [rpc]);
  t.is(keys["http-snippet"], undefined);
  t.is(keys["use-http2"], "true");
});

test("PROXY protocol is accepted only from the trusted addresses", (t) => {
  t.like(data({ proxyProtocol: { trustedAddresses: ["10.0.0.1/32", "10.0.0.2/32"] } }), {
    "use-proxy-protocol": "true",
    "proxy-real-ip-cidr": "10.0.0.1/32,10.0.0.2/32",
  });
});

test("ingress-nginx reads its template from a file", (t) => {
  const contents = { main: "{{main}}", ingress: "{{ingress}}" };
  t.false("main-template" in ingressNginxConfiguration.data(spec(), [], contents));
});

test("snippet annotations need the risk level raised as well", (t) => {
  t.like(data({ snippets: true }), {
    "allow-snippet-annotations": "true",
    "annotations-risk-level": "Critical",
  });
});

test("class-wide settings of services override defaults, and raw keys override both", (t) => {
  const web = service("web", {
    tls: true,
    forceHttps: 301,
    hsts: { maxAge: "60s", includeSubdomains: false },
  });
  const keys = ingressNginxConfiguration.data(spec({ configMap: { "hsts-max-age": "120" } }), [web]);
  t.is(keys.hsts, "true");
  t.is(keys["hsts-max-age"], "120");
  t.is(keys["http-redirect-code"], "301");
});
