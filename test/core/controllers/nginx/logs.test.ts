import test from "ava";
import { renderConfigMap } from "../../../../core/controllers/nginx/config-map.ts";
import { logFormat } from "../../../../core/controllers/nginx/log-format.ts";
import { logProblems } from "../../../../core/controllers/nginx/log-problems.ts";
import { dialects } from "../../../../core/model/controllers.ts";
import type { LogArgs } from "../../../../core/model/logs.ts";
import { resolveClass } from "../../resolve-class.ts";

const spec = (controller: "f5" | "ingress-nginx", logs: LogArgs) => resolveClass("c", { controller, logs });
const data = (controller: "f5" | "ingress-nginx", logs: LogArgs) => {
  const {
    hsts: _hsts,
    "worker-shutdown-timeout": _timeout,
    ...rest
  } = renderConfigMap(spec(controller, logs));
  return rest;
};
const f5 = logFormat("f5", "json");
const upstream = logFormat("ingress-nginx", "json");
const file = "/var/log/nginx-host/access.log";
const errors = "error_log /var/log/nginx-host/error.log warn;";

test("F5 to a file: servers log to it in place of stdout; the default server, which has no snippets, does not", (t) => {
  t.deepEqual(data("f5", { to: "file" }), {
    "error-log-level": "warn",
    "http-snippets": `log_format file escape=json '${f5}';`,
    "log-format": f5,
    "log-format-escaping": "json",
    "main-snippets": errors,
    "server-snippets": `access_log ${file} file buffer=64k flush=1s;`,
  });
});

test("F5 to both: a second access log beside the one on stdout", (t) => {
  t.deepEqual(data("f5", { to: "both", buffer: "1m", flush: "500ms", errorLevel: "error" }), {
    "error-log-level": "error",
    "http-snippets": `log_format file escape=json '${f5}';\naccess_log ${file} file buffer=1m flush=500ms;`,
    "log-format": f5,
    "log-format-escaping": "json",
    "main-snippets": "error_log /var/log/nginx-host/error.log error;",
  });
});

test("ingress-nginx to a file: its own keys, and a line for what nginx logs outside http", (t) => {
  t.deepEqual(data("ingress-nginx", { to: "file" }), {
    "access-log-params": "buffer=64k flush=1s",
    "error-log-level": "warn",
    "error-log-path": "/var/log/nginx-host/error.log",
    "http-access-log-path": file,
    "log-format-escape-json": "true",
    "log-format-upstream": upstream,
    "main-snippet": errors,
  });
});

test("ingress-nginx to both: stdout as it was, the file as a second log of the same requests", (t) => {
  t.deepEqual(data("ingress-nginx", { to: "both" }), {
    "error-log-level": "warn",
    "http-snippet": `access_log ${file} upstreaminfo buffer=64k flush=1s if=$loggable;\n${errors}`,
    "log-format-escape-json": "true",
    "log-format-upstream": upstream,
  });
});

test("to stdout nothing names a file", (t) => {
  for (const dialect of dialects) t.notRegex(JSON.stringify(data(dialect, {})), /nginx-host/);
});

for (const dialect of dialects) {
  test(`${dialect}: a JSON line is JSON whatever nginx fills in, on one line, without quotes of nginx' own`, (t) => {
    const format = logFormat(dialect, "json");
    t.notRegex(format, /['\n]/);
    // nginx gives these as plain numbers; everything else may be empty, a list, or `000`.
    const filled = format
      .replaceAll(/:\$(msec|request_time)/g, ":1.234")
      .replaceAll(/:\$(request_length|bytes_sent|body_bytes_sent)/g, ":5")
      .replaceAll(/\$[a-z0-9_]+/g, "");
    t.is(Object.keys(JSON.parse(filled)).length, 25);
  });

  test(`${dialect}: a text line is one line, without quotes of nginx' own`, (t) => {
    t.notRegex(logFormat(dialect, "text"), /['\n]/);
    t.is(
      data(dialect, { format: "text" })[dialect === "f5" ? "log-format-escaping" : "log-format-escape-json"],
      dialect === "f5" ? "default" : "false",
    );
  });
}

test("both dialects write the same JSON fields in the same order", (t) => {
  const fields = (format: string) => [...format.matchAll(/"([a-z_]+)":/g)].map(([, name]) => name);
  t.deepEqual(fields(f5), fields(upstream));
});

const refused: readonly (readonly [string, LogArgs, RegExp])[] = [
  ["buffer", { buffer: "0" }, /above 0/],
  ["rotate.every", { rotate: { every: "500ms" } }, /whole seconds/],
  ["rotate.size", { rotate: { size: "0" } }, /above 0/],
  ["rotate.age", { rotate: { age: "10s" } }, /raise it to rotate.every \(1m\)/],
  ["rotate.maxAge", { rotate: { maxAge: "1h" } }, /raise it to rotate.age \(1d\)/],
  ["rotate.keep", { rotate: { keep: 0 } }, /above 0, not 0/],
  ["rotate.budget", { rotate: { budget: "300m" } }, /twice rotate.size \(256m\)/],
];

for (const [key, logs, expected] of refused) {
  test(`refused with files, and of no concern on stdout: ${key} of ${JSON.stringify(logs)}`, (t) => {
    const problems = logProblems(spec("f5", { ...logs, to: "file" }));
    t.deepEqual(
      problems.map(({ path }) => path),
      [`classes.c.logs.${key}`],
    );
    t.regex(problems[0]?.message ?? "", expected);
    t.deepEqual(logProblems(spec("f5", logs)), []);
  });
}
