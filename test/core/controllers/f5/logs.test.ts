import test from "ava";
import { f5Configuration } from "../../../../core/controllers/f5/configuration.ts";
import { logVariables } from "../../../../core/controllers/f5/logs.ts";
import { logFormat } from "../../../../core/controllers/nginx/logs.ts";
import type { LogArgs } from "../../../../core/model/logs.ts";
import { resolveClass } from "../../resolve-class.ts";
import { f5Claimed } from "../claimed-lines.ts";

function data(logs: LogArgs) {
  const { "worker-shutdown-timeout": _timeout, ...rest } = f5Configuration.data(
    resolveClass("c", { logs }),
    [],
  );
  return rest;
}

const format = logFormat(logVariables, { format: "json", fields: {} });
const file = "/var/log/nginx-host/access.log";
const errors = "error_log /var/log/nginx-host/error.log warn;";

test("F5 to a file: servers log to it in place of stdout; the default server, which has no snippets, does not", (t) => {
  t.deepEqual(data({ to: "file" }), {
    "error-log-level": "warn",
    "http-snippets": `proxy_next_upstream_timeout 60s;\nlog_format file escape=json '${format}';`,
    "location-snippets": f5Claimed.proxy,
    "log-format": format,
    "log-format-escaping": "json",
    "main-snippets": errors,
    "server-snippets": `access_log ${file} file buffer=64k flush=1s;`,
  });
});

test("F5 to both: a second access log beside the one on stdout", (t) => {
  t.deepEqual(data({ to: "both", buffer: "1m", flush: "500ms", errorLevel: "error" }), {
    "error-log-level": "error",
    "http-snippets": `proxy_next_upstream_timeout 60s;\nlog_format file escape=json '${format}';\naccess_log ${file} file buffer=1m flush=500ms;`,
    "location-snippets": f5Claimed.proxy,
    "log-format": format,
    "log-format-escaping": "json",
    "main-snippets": "error_log /var/log/nginx-host/error.log error;",
  });
});

test("F5 to stdout: no file is named", (t) => {
  t.notRegex(JSON.stringify(data({})), /nginx-host/);
});

test("F5 in text: nginx escapes it as text", (t) => {
  t.is(data({ format: "text" })["log-format-escaping"], "default");
});
