import type { LogSpec } from "../../model/logs.ts";
import { nginxSize } from "./knobs.ts";
import { logMount } from "./log-directory.ts";

/** The variables by which a controller's template tells a log line which Ingress it belongs to. */
export interface LogVariables {
  readonly requestId: string;
  readonly namespace: string;
  readonly ingress: string;
  readonly service: string;
}

export const accessLogFile = `${logMount}/access.log`;
export const errorLogFile = `${logMount}/error.log`;

/** Body of nginx's `log_format`, without its name and quotes: one line, the same fields for each controller. */
export function logFormat(variables: LogVariables, { format, fields }: LogFormatSpec): string {
  return format === "json" ? jsonFormat(variables, fields) : textFormat(variables);
}

type LogFormatSpec = Pick<LogSpec, "format" | "fields">;

/** @param condition ` if=…`, for requests that are not logged. @default none */
export function accessLog(logs: LogSpec, format: string, condition = ""): string {
  return `access_log ${accessLogFile} ${format} ${buffering(logs)}${condition};`;
}

export function errorLog({ errorLevel }: LogSpec): string {
  return `error_log ${errorLogFile} ${errorLevel};`;
}

export function buffering({ buffer, flush }: LogSpec): string {
  return `buffer=${nginxSize(buffer)} flush=${flush}`;
}

/** The names of the fields that every line has. */
export const lineFields: readonly string[] = Object.keys(
  lineOf({ requestId: "", namespace: "", ingress: "", service: "" }),
);

function jsonFormat(variables: LogVariables, own: LogSpec["fields"]): string {
  const added = Object.entries(own).map(([name, value]) => [name, quoted(value)]);
  return `{${[...Object.entries(lineOf(variables)), ...added]
    .map(([name, value]) => `"${name}":${value}`)
    .join(",")}}`;
}

/**
 * Only values that are always JSON numbers are unquoted: nginx writes `000` as the status of a request that ended without
 * one, and a list or nothing for upstream values.
 */
function lineOf({ requestId, namespace, ingress, service }: LogVariables): Readonly<Record<string, string>> {
  return {
    time: quoted("$time_iso8601"),
    msec: "$msec",
    request_id: quoted(requestId),
    remote_addr: quoted("$remote_addr"),
    remote_user: quoted("$remote_user"),
    x_forwarded_for: quoted("$http_x_forwarded_for"),
    scheme: quoted("$scheme"),
    host: quoted("$host"),
    method: quoted("$request_method"),
    uri: quoted("$request_uri"),
    protocol: quoted("$server_protocol"),
    status: quoted("$status"),
    request_length: "$request_length",
    bytes_sent: "$bytes_sent",
    body_bytes_sent: "$body_bytes_sent",
    request_time: "$request_time",
    referer: quoted("$http_referer"),
    user_agent: quoted("$http_user_agent"),
    namespace: quoted(namespace),
    ingress: quoted(ingress),
    service: quoted(service),
    upstream_addr: quoted("$upstream_addr"),
    upstream_status: quoted("$upstream_status"),
    upstream_connect_time: quoted("$upstream_connect_time"),
    upstream_response_time: quoted("$upstream_response_time"),
  };
}

function textFormat({ requestId, namespace, ingress, service }: LogVariables): string {
  return [
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent',
    '"$http_referer" "$http_user_agent" "$http_x_forwarded_for"',
    `$request_length $request_time "$host" ${namespace}/${ingress} ${service}`,
    '"$upstream_addr" "$upstream_status" "$upstream_connect_time" "$upstream_response_time"',
    requestId,
  ].join(" ");
}

function quoted(value: string): string {
  return `"${value}"`;
}
