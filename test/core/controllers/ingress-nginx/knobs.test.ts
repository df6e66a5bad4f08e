import test from "ava";
import { ingressNginxConfiguration } from "../../../../core/controllers/ingress-nginx/configuration.ts";
import { told } from "../../../told-problems.ts";
import { resolveClass } from "../../resolve-class.ts";
import { ingressNginxClaimed } from "../claimed-lines.ts";
import { everyKnob } from "../every-knob.ts";

test("knobs that ingress-nginx lacks are refused by name with a way out", (t) => {
  const problems = ingressNginxConfiguration.problems(
    resolveClass("c", { controller: "ingress-nginx", performance: everyKnob }),
    [],
  );
  t.deepEqual(
    told(problems),
    ["keepAliveMinTimeout", "mapHashMaxSize"].map((knob) => `classes.c.performance.${knob}: no-such-setting`),
  );
});

test("ingress-nginx: every knob it has, rendered", (t) => {
  const data = ingressNginxConfiguration.data(
    resolveClass("c", { controller: "ingress-nginx", performance: everyKnob }),
    [],
  );
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
    "location-snippet": ingressNginxClaimed.proxy,
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
    "proxy-next-upstream-timeout": "31",
    "proxy-read-timeout": "120",
    "proxy-send-timeout": "31",
    "reuse-port": "true",
    "server-name-hash-bucket-size": "128",
    "server-name-hash-max-size": "2048",
    "server-tokens": "false",
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

test("milliseconds that are whole seconds are written as seconds where nginx accepts only seconds", (t) => {
  const spec = resolveClass("c", {
    controller: "ingress-nginx",
    performance: { sslSessionTimeout: "60000ms" },
  });
  t.is(ingressNginxConfiguration.data(spec, [])["ssl-session-timeout"], "60s");
});
