import type { LogSpec } from "../../model/logs.ts";
import type { Piece } from "../nginx/config-map.ts";
import {
  accessLog,
  accessLogFile,
  buffering,
  errorLog,
  errorLogFile,
  type LogVariables,
  logFormat,
} from "../nginx/logs.ts";

export const logVariables: LogVariables = {
  requestId: "$req_id",
  namespace: "$namespace",
  ingress: "$ingress_name",
  service: "$service_name",
};

/**
 * The keys for files replace stdout; the second target of `both` is a snippet on the same level. The template names
 * no error log outside `http` and `stream`.
 */
export function logPiece(logs: LogSpec): Piece {
  const format = {
    "error-log-level": logs.errorLevel,
    "log-format-upstream": logFormat(logVariables, logs),
    "log-format-escape-json": String(logs.format === "json"),
  };
  if (logs.to === "stdout") return { keys: format };
  if (logs.to === "both") {
    return { keys: format, http: [accessLog(logs, "upstreaminfo", " if=$loggable"), errorLog(logs)] };
  }
  return {
    keys: {
      ...format,
      "http-access-log-path": accessLogFile,
      "access-log-params": buffering(logs),
      "error-log-path": errorLogFile,
    },
    main: [errorLog(logs)],
  };
}
