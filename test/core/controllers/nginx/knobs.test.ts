import test from "ava";
import { configProblems, renderConfigMap } from "../../../../core/controllers/nginx/config-map.ts";
import { knobNames, renderingOf } from "../../../../core/controllers/nginx/knobs.ts";
import { knownKeys } from "../../../../core/controllers/nginx/known-keys.ts";
import { type SnippetBlock, snippetBlocks } from "../../../../core/controllers/nginx/piece.ts";
import { nginxSize } from "../../../../core/controllers/nginx/rendering.ts";
import { onceAsked, onceOnly } from "../../../../core/controllers/nginx/template-directives.ts";
import { type Dialect, dialects } from "../../../../core/model/controllers.ts";
import type { PerformanceKnobs } from "../../../../core/model/performance.ts";
import type { Size } from "../../../../core/model/units.ts";
import { resolveClass } from "../../resolve-class.ts";

/** A value for every knob, each of them able to stand together with all others. */
const everything: Required<PerformanceKnobs> = {
  workerProcesses: 4,
  workerCpuAffinity: "auto",
  workerConnections: 2048,
  workerOpenFiles: 8192,
  keepAliveTimeout: "65s",
  keepAliveRequests: 500,
  keepAliveMinTimeout: "10s",
  upstreamKeepAlive: 16,
  upstreamKeepAliveTimeout: "30s",
  upstreamKeepAliveRequests: 900,
  clientHeaderTimeout: "11s",
  clientBodyTimeout: "12s",
  clientBodyBufferSize: "16k",
  clientMaxBodySize: "2g",
  clientHeaderBufferSize: "2k",
  largeClientHeaderBuffers: { number: 8, size: "16k" },
  proxyConnectTimeout: "3s",
  proxyReadTimeout: "2m",
  proxySendTimeout: "31s",
  proxyBuffering: true,
  proxyBuffers: { number: 16, size: "8k" },
  proxyBufferSize: "8k",
  proxyBusyBuffersSize: "24k",
  proxyMaxTempFileSize: "1g",
  http2: true,
  http2MaxConcurrentStreams: 64,
  sslProtocols: ["TLSv1.2", "TLSv1.3"],
  sslCiphers: "HIGH:!aNULL",
  sslSessionCacheSize: "5m",
  sslSessionTimeout: "1h",
  sslSessionTickets: false,
  serverNamesHashMaxSize: 2048,
  serverNamesHashBucketSize: 128,
  mapHashMaxSize: 4096,
  mapHashBucketSize: 256,
  variablesHashMaxSize: 4097,
  variablesHashBucketSize: 512,
  loadBalance: "round_robin",
  serverTokens: false,
  reusePort: true,
  multiAccept: false,
};

const lacking = {
  f5: ["upstreamKeepAliveTimeout", "upstreamKeepAliveRequests", "reusePort", "multiAccept"],
  "ingress-nginx": ["keepAliveMinTimeout", "mapHashMaxSize"],
} as const;

for (const dialect of dialects) {
  const asked = (block: SnippetBlock) => Object.values(onceAsked[dialect][block]).flat();

  test(`${dialect}: of ${knobNames.length} knobs, those it lacks are refused by name with a way out`, (t) => {
    const problems = configProblems(resolveClass("c", { controller: dialect, performance: everything }));
    t.deepEqual(
      problems.map(({ path }) => path),
      lacking[dialect].map((knob) => `classes.c.performance.${knob}`),
    );
    for (const { message } of problems) t.regex(message, /has no such setting: .+/);
  });

  test(`${dialect}: every key a knob is written to is one the controller reads`, (t) => {
    const keys = knobNames.flatMap((knob) => {
      const rendering = renderingOf(knob, dialect);
      return rendering.as === "keys" ? rendering.keys : [];
    });
    t.deepEqual(
      keys.filter((key) => !knownKeys[dialect].includes(key)),
      [],
    );
  });

  test(`${dialect}: no knob is a directive that the controller's template writes already`, (t) => {
    const directives = knobNames.flatMap((knob) => {
      const rendering = renderingOf(knob, dialect);
      return rendering.as === "directive" ? [rendering.directive] : [];
    });
    t.deepEqual(
      directives.filter((name) => name in onceOnly[dialect].http || asked("http").includes(name)),
      [],
    );
  });

  test(`${dialect}: every key its template writes a directive for is one the controller reads`, (t) => {
    const keys = snippetBlocks.flatMap((block) => Object.keys(onceAsked[dialect][block]));
    t.true(keys.length > 0);
    t.deepEqual(
      keys.filter((key) => !knownKeys[dialect].includes(key)),
      [],
    );
  });

  test(`${dialect}: no directive is written both always and for a key`, (t) => {
    for (const block of snippetBlocks) {
      t.deepEqual(
        asked(block).filter((name) => name in onceOnly[dialect][block]),
        [],
      );
    }
  });
}

test("F5: every knob it has, rendered", (t) => {
  const data = renderConfigMap(resolveClass("c", { performance: everything }));
  const { "log-format": _format, ...rest } = data;
  t.deepEqual(rest, {
    "client-body-buffer-size": "16k",
    "client-max-body-size": "2048m",
    "error-log-level": "warn",
    "http-snippets": [
      "keepalive_min_timeout 10s;",
      "client_header_timeout 11s;",
      "client_body_timeout 12s;",
      "client_header_buffer_size 2k;",
      "large_client_header_buffers 8 16k;",
      "http2_max_concurrent_streams 64;",
      "ssl_session_cache shared:SSL:5m;",
      "ssl_session_timeout 1h;",
      "ssl_session_tickets off;",
    ].join("\n"),
    http2: "true",
    keepalive: "16",
    "keepalive-requests": "500",
    "keepalive-timeout": "65s",
    "lb-method": "round_robin",
    "log-format-escaping": "json",
    "map-hash-bucket-size": "256",
    "map-hash-max-size": "4096",
    "proxy-buffer-size": "8k",
    "proxy-buffering": "true",
    "proxy-buffers": "16 8k",
    "proxy-busy-buffers-size": "24k",
    "proxy-connect-timeout": "3s",
    "proxy-max-temp-file-size": "1024m",
    "proxy-read-timeout": "2m",
    "proxy-send-timeout": "31s",
    "server-names-hash-bucket-size": "128",
    "server-names-hash-max-size": "2048",
    "server-tokens": "false",
    "ssl-ciphers": "HIGH:!aNULL",
    "ssl-protocols": "TLSv1.2 TLSv1.3",
    "variables-hash-bucket-size": "512",
    "variables-hash-max-size": "4097",
    "worker-connections": "2048",
    "worker-cpu-affinity": "auto",
    "worker-processes": "4",
    "worker-rlimit-nofile": "8192",
    "worker-shutdown-timeout": "60s",
  });
});

test("ingress-nginx: every knob it has, rendered", (t) => {
  const data = renderConfigMap(resolveClass("c", { controller: "ingress-nginx", performance: everything }));
  const { "log-format-upstream": _format, ...rest } = data;
  t.deepEqual(rest, {
    "client-body-buffer-size": "16k",
    "client-body-timeout": "12",
    "client-header-buffer-size": "2k",
    "client-header-timeout": "11",
    "enable-multi-accept": "false",
    "error-log-level": "warn",
    hsts: "false",
    "http2-max-concurrent-streams": "64",
    "keep-alive": "65",
    "keep-alive-requests": "500",
    "large-client-header-buffers": "8 16k",
    "load-balance": "round_robin",
    "log-format-escape-json": "true",
    "map-hash-bucket-size": "256",
    "max-worker-connections": "2048",
    "max-worker-open-files": "8192",
    "proxy-body-size": "2048m",
    "proxy-buffer-size": "8k",
    "proxy-buffering": "on",
    "proxy-buffers-number": "16",
    "proxy-busy-buffers-size": "24k",
    "proxy-connect-timeout": "3",
    "proxy-max-temp-file-size": "1024m",
    "proxy-read-timeout": "120",
    "proxy-send-timeout": "31",
    "reuse-port": "true",
    "server-name-hash-bucket-size": "128",
    "server-name-hash-max-size": "2048",
    "server-tokens": "false",
    "ssl-ciphers": "HIGH:!aNULL",
    "ssl-protocols": "TLSv1.2 TLSv1.3",
    "ssl-session-cache-size": "5m",
    "ssl-session-tickets": "false",
    "ssl-session-timeout": "1h",
    "upstream-keepalive-connections": "16",
    "upstream-keepalive-requests": "900",
    "upstream-keepalive-timeout": "30",
    "use-http2": "true",
    "variables-hash-bucket-size": "512",
    "variables-hash-max-size": "4097",
    "worker-cpu-affinity": "auto",
    "worker-processes": "4",
    "worker-shutdown-timeout": "60s",
  });
});

const refused = [
  ["f5", "workerProcesses", 0, /whole number above 0, or "auto", not 0/],
  ["f5", "workerConnections", 1.5, /whole number above 0, not 1.5/],
  ["f5", "workerCpuAffinity", "all", /"auto", or a mask/],
  ["f5", "loadBalance", "ewma", /one of round_robin, least_conn/],
  ["ingress-nginx", "loadBalance", "least_conn", /round_robin or ewma, not "least_conn"/],
  ["ingress-nginx", "keepAliveTimeout", "500ms", /whole seconds in ingress-nginx, not 500ms/],
  ["f5", "sslSessionTimeout", "1500ms", /takes whole seconds, not 1500ms/],
  ["ingress-nginx", "sslSessionTimeout", "1500ms", /takes whole seconds, not 1500ms/],
  ["f5", "sslProtocols", ["TLSv1.4"], /not TLSv1.4/],
  ["f5", "sslProtocols", [], /at least one of/],
  ["f5", "sslCiphers", 'x"; include /etc/passwd', /OpenSSL cipher list/],
  [
    "f5",
    "proxyBufferSize",
    "16k",
    /leave one of the 8 proxy buffers .* at most 28672, not 32768/,
    "proxyBusyBuffersSize",
  ],
  ["f5", "proxyBuffers", { number: 1, size: "8k" }, /at least 2 buffers/],
  ["f5", "proxyBusyBuffersSize", "2k", /at least the largest proxy buffer, 4096 bytes/],
  ["f5", "proxyMaxTempFileSize", "1k", /must be 0 or at least/],
  ["f5", "keepAliveMinTimeout", "2m", /raise drain.timeout \(60s\)/],
] as const;

for (const [controller, knob, value, expected, at = knob] of refused) {
  test(`${controller}: ${knob} ${JSON.stringify(value)} is refused`, (t) => {
    const problems = configProblems(resolveClass("c", { controller, performance: { [knob]: value } }));
    t.deepEqual(
      problems.map(({ path }) => path),
      [`classes.c.performance.${at}`],
    );
    t.regex(problems[0]?.message ?? "", expected);
  });
}

test("ingress-nginx: buffers of two sizes are refused, larger buffers of one size are not", (t) => {
  const problems = (performance: PerformanceKnobs) =>
    configProblems(resolveClass("c", { controller: "ingress-nginx", performance })).length;
  t.is(problems({ proxyBuffers: { number: 8, size: "8k" }, proxyBufferSize: "16k" }), 1);
  t.is(problems({ proxyBufferSize: "16k" }), 0);
});

test("whole seconds in milliseconds are written as seconds where nginx takes no others, in both dialects", (t) => {
  const performance = { sslSessionTimeout: "60000ms" } as const;
  const data = (controller: Dialect) => renderConfigMap(resolveClass("c", { controller, performance }));
  t.is(data("f5")["http-snippets"], "ssl_session_timeout 60s;");
  t.is(data("ingress-nginx")["ssl-session-timeout"], "60s");
});

test("sizes are written as nginx takes them everywhere", (t) => {
  const sizes: readonly Size[] = ["512", "64k", "16m", "2g", "0"];
  t.deepEqual(sizes.map(nginxSize), ["512", "64k", "16m", "2048m", "0"]);
});
