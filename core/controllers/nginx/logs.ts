import type { ClassSpec } from "../../model/class.ts";
import type { LogSpec } from "../../model/logs.ts";
import { logMount } from "./log-directory.ts";
import { logFormat } from "./log-format.ts";
import type { Piece } from "./piece.ts";
import { nginxSize } from "./rendering.ts";

/** What a class' log settings ask of its controller. */
export function logPiece({ controller, logs }: Pick<ClassSpec, "controller" | "logs">): Piece {
  return controller === "f5" ? f5Logs(logs) : ingressNginxLogs(logs);
}

/**
 * F5's `access-log` key takes syslog alone, so files come by snippets; its `http-snippets` stand before its
 * own `log_format main`, so they bring a format of their own.
 *
 * With `file`, the `access_log` of a server stops the inherited one to stdout. `access-log-off` would also
 * silence the default server, which takes no snippets: requests for unknown hosts would be in no log.
 */
function f5Logs(logs: LogSpec): Piece {
  const format = logFormat("f5", logs.format);
  const stdout = {
    "error-log-level": logs.errorLevel,
    "log-format": format,
    "log-format-escaping": escaping(logs),
  };
  if (logs.to === "stdout") return { keys: stdout };
  return {
    keys: stdout,
    main: [errorLog(logs)],
    http: [
      `log_format ${f5FileFormat} escape=${escaping(logs)} '${format}';`,
      ...(logs.to === "both" ? [accessLog(logs, f5FileFormat)] : []),
    ],
    server: logs.to === "file" ? [accessLog(logs, f5FileFormat)] : [],
  };
}

const f5FileFormat = "file";

/**
 * ingress-nginx has keys for files, of which one replaces stdout; the second target of `both` is a snippet
 * on the same level. Its template names no error log outside `http` and `stream`.
 */
function ingressNginxLogs(logs: LogSpec): Piece {
  const format = {
    "error-log-level": logs.errorLevel,
    "log-format-upstream": logFormat("ingress-nginx", logs.format),
    "log-format-escape-json": String(logs.format === "json"),
  };
  if (logs.to === "stdout") return { keys: format };
  if (logs.to === "both") {
    return { keys: format, http: [accessLog(logs, "upstreaminfo", " if=$loggable"), errorLog(logs)] };
  }
  return {
    keys: {
      ...format,
      "http-access-log-path": `${logMount}/access.log`,
      "access-log-params": buffering(logs),
      "error-log-path": `${logMount}/error.log`,
    },
    main: [errorLog(logs)],
  };
}

function accessLog(logs: LogSpec, format: string, condition = ""): string {
  return `access_log ${logMount}/access.log ${format} ${buffering(logs)}${condition};`;
}

function errorLog({ errorLevel }: LogSpec): string {
  return `error_log ${logMount}/error.log ${errorLevel};`;
}

function buffering({ buffer, flush }: LogSpec): string {
  return `buffer=${nginxSize(buffer)} flush=${flush}`;
}

function escaping({ format }: LogSpec): string {
  return format === "json" ? "json" : "default";
}
