import test from "ava";
import { f5Configuration } from "../../../../core/controllers/f5/configuration.ts";
import { told } from "../../../told-problems.ts";
import { resolveClass } from "../../resolve-class.ts";
import { f5Claimed } from "../claimed-lines.ts";
import { everyKnob } from "../every-knob.ts";

test("knobs that F5 lacks are refused by name with a way out", (t) => {
  const problems = f5Configuration.problems(resolveClass("c", { performance: everyKnob }), []);
  t.deepEqual(
    told(problems),
    ["upstreamKeepAliveTimeout", "upstreamKeepAliveRequests", "reusePort", "multiAccept"].map(
      (knob) => `classes.c.performance.${knob}: no-such-setting`,
    ),
  );
});

test("F5: every knob it has, rendered", (t) => {
  const data = f5Configuration.data(resolveClass("c", { performance: everyKnob }), []);
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
      "proxy_next_upstream_timeout 31s;",
    ].join("\n"),
    http2: "true",
    keepalive: "16",
    "keepalive-requests": "500",
    "keepalive-timeout": "65s",
    "lb-method": "round_robin",
    "location-snippets": f5Claimed.proxy,
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
    "variables-hash-bucket-size": "512",
    "variables-hash-max-size": "4097",
    "worker-connections": "2048",
    "worker-cpu-affinity": "auto",
    "worker-processes": "4",
    "worker-rlimit-nofile": "8192",
    "worker-shutdown-timeout": "60s",
  });
});

test("milliseconds that are whole seconds are written as seconds where nginx accepts only seconds", (t) => {
  const spec = resolveClass("c", { performance: { sslSessionTimeout: "60000ms" } });
  t.is(
    f5Configuration.data(spec, [])["http-snippets"],
    "ssl_session_timeout 60s;\nproxy_next_upstream_timeout 60s;",
  );
});
