/** Where an nginx of the lab listens and what it does there. */
export interface NginxServer {
  readonly port: number;
  /** Answers by itself, or passes to an upstream with keep-alive connections. */
  readonly serves: "page" | { readonly upstream: readonly string[] };
  /** @default "off" */
  readonly accessLog?: string;
}

/** As the class' own JSON lines: the same fields as far as a plain nginx has them. */
const logFormat = [
  '{"time":"$time_iso8601","msec":$msec,"request_id":"$request_id","remote_addr":"$remote_addr",',
  '"host":"$host","method":"$request_method","uri":"$request_uri","protocol":"$server_protocol",',
  '"status":"$status","request_length":$request_length,"bytes_sent":$bytes_sent,"request_time":$request_time,',
  '"user_agent":"$http_user_agent","upstream_addr":"$upstream_addr","upstream_status":"$upstream_status",',
  '"upstream_response_time":"$upstream_response_time"}',
].join("");

/** The whole configuration of a plain nginx, set as the `high` profile sets a class' nginx. */
export function nginxConf(servers: readonly NginxServer[]): string {
  return [
    "worker_processes auto;",
    "worker_rlimit_nofile 16384;",
    "error_log stderr warn;",
    "pid /tmp/nginx.pid;",
    "events { worker_connections 4096; }",
    "http {",
    "  keepalive_requests 10000;",
    `  log_format lines escape=json '${logFormat}';`,
    ...servers.flatMap(server),
    "}",
    "",
  ].join("\n");
}

function server({ port, serves, accessLog = "off" }: NginxServer): readonly string[] {
  const head = [`  server {`, `    listen ${port};`, `    access_log ${accessLog};`];
  if (serves === "page") return [...head, `    location / { return 200 "ok\\n"; }`, "  }"];
  return [
    `  upstream backend-${port} {`,
    "    random two least_conn;", // as F5 does it
    `    zone backend-${port} 512k;`,
    ...serves.upstream.map((address) => `    server ${address};`),
    "    keepalive 64;",
    "  }",
    ...head,
    "    location / {",
    `      proxy_pass http://backend-${port};`,
    "      proxy_http_version 1.1;",
    '      proxy_set_header Connection "";',
    "      proxy_set_header Host $host;",
    "      proxy_set_header X-Real-IP $remote_addr;",
    "      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    "      proxy_set_header X-Forwarded-Host $host;",
    "      proxy_set_header X-Forwarded-Port $server_port;",
    "      proxy_set_header X-Forwarded-Proto $scheme;",
    "    }",
    "  }",
  ];
}
