import test from "ava";
import { ingressNginxConfiguration } from "../../../../core/controllers/ingress-nginx/configuration.ts";
import { logVariables } from "../../../../core/controllers/ingress-nginx/logs.ts";
import { logFormat } from "../../../../core/controllers/nginx/logs.ts";
import type { LogArgs } from "../../../../core/model/logs.ts";
import { resolveClass } from "../../resolve-class.ts";
import { ingressNginxClaimed } from "../claimed-lines.ts";

function data(logs: LogArgs) {
  const spec = resolveClass("c", { controller: "ingress-nginx", logs });
  const {
    hsts: _hsts,
    "proxy-next-upstream-timeout": _tries,
    "worker-shutdown-timeout": _timeout,
    ...rest
  } = ingressNginxConfiguration.data(spec, []);
  return rest;
}

const format = logFormat(logVariables, { format: "json", fields: {} });
const file = "/var/log/nginx-host/access.log";
const errors = "error_log /var/log/nginx-host/error.log warn;";

test("ingress-nginx to a file: its own keys, and a line for logs outside http", (t) => {
  t.deepEqual(data({ to: "file" }), {
    "access-log-params": "buffer=64k flush=1s",
    "error-log-level": "warn",
    "error-log-path": "/var/log/nginx-host/error.log",
    "http-access-log-path": file,
    "location-snippet": ingressNginxClaimed.proxy,
    "log-format-escape-json": "true",
    "log-format-upstream": format,
    "main-snippet": errors,
  });
});

test("ingress-nginx to both: stdout unchanged, and the file as a second log of the same requests", (t) => {
  t.deepEqual(data({ to: "both" }), {
    "error-log-level": "warn",
    "http-snippet": `access_log ${file} upstreaminfo buffer=64k flush=1s if=$loggable;\n${errors}`,
    "location-snippet": ingressNginxClaimed.proxy,
    "log-format-escape-json": "true",
    "log-format-upstream": format,
  });
});

test("ingress-nginx to stdout: no file is named", (t) => {
  t.notRegex(JSON.stringify(data({})), /nginx-host/);
});

test("ingress-nginx in text: nginx escapes it as text", (t) => {
  t.is(data({ format: "text" })["log-format-escape-json"], "false");
});
