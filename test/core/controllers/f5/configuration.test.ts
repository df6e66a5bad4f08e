import test from "ava";
import { f5Configuration } from "../../../../core/controllers/f5/configuration.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import { told } from "../../../told-problems.ts";
import { resolveClass } from "../../resolve-class.ts";
import { f5Claimed } from "../claimed-lines.ts";
import { hostless, service } from "../fixtures.ts";

const spec = (args: ClassArgs = {}) => resolveClass("public", args);
const data = (args: ClassArgs = {}) => f5Configuration.data(spec(args), []);
const rpc = service("rpc", { tls: true, protocol: "grpc", bodySize: "16m" });

test("F5 by default: drain time, log, and when nginx stops trying are set", (t) => {
  t.deepEqual(Object.keys(data()), [
    "error-log-level",
    "http-snippets",
    "location-snippets",
    "log-format",
    "log-format-escaping",
    "worker-shutdown-timeout",
  ]);
  t.is(data({ drain: { timeout: "90s" } })["worker-shutdown-timeout"], "90s");
});

test("the high profile of F5, key by key", (t) => {
  const { "log-format": _format, ...rest } = data({
    performance: { profile: "high" },
    logs: { format: "text" },
  });
  t.deepEqual(rest, {
    "error-log-level": "warn",
    "http-snippets":
      "keepalive_min_timeout 10s;\nssl_session_cache shared:SSL:10m;\nproxy_next_upstream_timeout 60s;",
    keepalive: "320",
    "keepalive-requests": "10000",
    "location-snippets": f5Claimed.proxy,
    "log-format-escaping": "default",
    "proxy-connect-timeout": "5s",
    "server-tokens": "false",
    "worker-connections": "8192",
    "worker-rlimit-nofile": "17408",
    "worker-shutdown-timeout": "60s",
  });
});

test("the high profile has no problem, and an explicit knob overrides it", (t) => {
  const performance = { profile: "high", upstreamKeepAlive: 7 } as const;
  t.deepEqual(f5Configuration.problems(spec({ performance }), []), []);
  t.is(data({ performance }).keepalive, "7");
});

test("keys are sorted, and a raw key overrides a derived one", (t) => {
  const keys = data({ configMap: { "error-log-level": "info", "add-header": "X: y" } });
  t.deepEqual(Object.keys(keys), Object.keys(keys).toSorted());
  t.is(keys["error-log-level"], "info");
  t.is(keys["add-header"], "X: y");
});

for (const [title, args, problems] of [
  ["without metrics", { metrics: false }, ["classes.public.latencyMetrics: has-no-effect"]],
  ["with the log in files alone", { logs: { to: "file" } }, ["classes.public.latencyMetrics: has-no-effect"]],
  ["with the log in files too", { logs: { to: "both" } }, []],
  ["by default", {}, []],
] as const) {
  test(`${title}, response times have ${problems.length} problems`, (t) => {
    t.deepEqual(told(f5Configuration.problems(spec({ latencyMetrics: true, ...args }), [])), problems);
  });
}

test("raw snippets come after the derived lines", (t) => {
  t.is(
    data({ performance: { clientHeaderTimeout: "5s" }, configMap: { "http-snippets": "gzip on;\n" } })[
      "http-snippets"
    ],
    "client_header_timeout 5s;\nproxy_next_upstream_timeout 60s;\ngzip on;",
  );
});

test("F5's gRPC locations take their body size from http, which no other location uses", (t) => {
  const performance = { clientMaxBodySize: "1g" } as const;
  const keys = f5Configuration.data(spec({ performance }), [rpc]);
  t.is(keys["http-snippets"], "proxy_next_upstream_timeout 60s;\nclient_max_body_size 16m;");
  t.is(keys["client-max-body-size"], "1024m");
  t.is(keys.http2, "true");
  t.is(data({ performance })["http-snippets"], "proxy_next_upstream_timeout 60s;");
});

test("a service without host is the default server: to silence that is a problem then, and only then", (t) => {
  const silent = spec({ configMap: { "default-server-access-log-off": "true" } });
  const everyHost = [hostless("web")];
  t.deepEqual(told(f5Configuration.problems(silent, everyHost)), [
    "classes.public.configMap.default-server-access-log-off: unlogged-requests",
  ]);
  t.deepEqual(f5Configuration.problems(silent, [service("web")]), []);
  t.deepEqual(f5Configuration.problems(spec(), everyHost), []);
});

test("PROXY protocol is accepted only from the trusted addresses", (t) => {
  t.like(data({ proxyProtocol: { trustedAddresses: ["10.0.0.1/32", "10.0.0.2/32"] } }), {
    "proxy-protocol": "true",
    "real-ip-header": "proxy_protocol",
    "set-real-ip-from": "10.0.0.1/32,10.0.0.2/32",
  });
});

test("custom templates are keys of F5", (t) => {
  t.like(f5Configuration.data(spec(), [], { main: "{{main}}", ingress: "{{ingress}}" }), {
    "main-template": "{{main}}",
    "ingress-template": "{{ingress}}",
  });
});
