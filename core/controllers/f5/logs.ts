import type { LogSpec } from "../../model/logs.ts";
import type { Piece } from "../nginx/config-map.ts";
import { accessLog, errorLog, type LogVariables, logFormat } from "../nginx/logs.ts";

export const logVariables: LogVariables = {
  requestId: "$request_id",
  namespace: "$resource_namespace",
  ingress: "$resource_name",
  service: "$service",
};

const fileFormat = "file";

/**
 * The `access-log` key takes only syslog, so files need snippets. `http-snippets` precedes the template's
 * `log_format main`, so the snippets bring their own format.
 *
 * With `file`, the `access_log` of a server replaces the inherited one to stdout. `access-log-off` would also silence the
 * default server, which takes no snippets, and requests for unknown hosts would be in no log.
 */
export function logPiece(logs: LogSpec): Piece {
  const format = logFormat(logVariables, logs);
  const escaping = logs.format === "json" ? "json" : "default";
  const keys = {
    "error-log-level": logs.errorLevel,
    "log-format": format,
    "log-format-escaping": escaping,
  };
  if (logs.to === "stdout") return { keys };
  const toFile = accessLog(logs, fileFormat);
  return {
    keys,
    main: [errorLog(logs)],
    http: [
      `log_format ${fileFormat} escape=${escaping} '${format}';`,
      ...(logs.to === "both" ? [toFile] : []),
    ],
    server: logs.to === "file" ? [toFile] : [],
  };
}
