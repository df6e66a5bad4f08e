import type { ClassControllerName } from "../../model/controllers.ts";
import type { LogSpec } from "../../model/logs.ts";

/** Body of nginx' `log_format`, without its name and quotes: one line, the same fields in both dialects. */
export function logFormat(dialect: ClassControllerName, format: LogSpec["format"]): string {
  const own = variables[dialect];
  return format === "json" ? jsonFormat(own) : textFormat(own);
}

interface Variables {
  readonly requestId: string;
  readonly namespace: string;
  readonly ingress: string;
  readonly service: string;
}

const variables: Readonly<Record<ClassControllerName, Variables>> = {
  f5: {
    requestId: "$request_id",
    namespace: "$resource_namespace",
    ingress: "$resource_name",
    service: "$service",
  },
  "ingress-nginx": {
    requestId: "$req_id",
    namespace: "$namespace",
    ingress: "$ingress_name",
    service: "$service_name",
  },
};

/**
 * Unquoted is only what is a JSON number in every case: nginx writes `000` as the status of a request that
 * ended without one, and lists or nothing for what concerns upstreams.
 */
function jsonFormat({ requestId, namespace, ingress, service }: Variables): string {
  const fields = {
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
  return `{${Object.entries(fields)
    .map(([name, value]) => `"${name}":${value}`)
    .join(",")}}`;
}

function textFormat({ requestId, namespace, ingress, service }: Variables): string {
  return [
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent',
    '"$http_referer" "$http_user_agent" "$http_x_forwarded_for"',
    `$request_length $request_time "$host" ${namespace}/${ingress} ${service}`,
    '"$upstream_addr" "$upstream_status" "$upstream_connect_time" "$upstream_response_time"',
    requestId,
  ].join(" ");
}

function quoted(variable: string): string {
  return `"${variable}"`;
}
