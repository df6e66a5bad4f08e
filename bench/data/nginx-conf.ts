import { logVariables } from "../../core/controllers/f5/logs.ts";
import { logFormat } from "../../core/controllers/nginx/logs.ts";

/** Where an nginx of the lab listens and what it does there. */
export interface NginxServer {
  readonly port: number;
  /** Answers by itself, or passes to an upstream with keep-alive connections. */
  readonly serves: "page" | { readonly upstream: readonly string[] };
  /** @default "off" */
  readonly accessLog?: string;
}

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
    `  log_format lines escape=json '${logFormat(logVariables, { format: "json", fields: {} })}';`,
    ...servers.flatMap(server),
    "}",
    "",
  ].join("\n");
}

function server({ port, serves, accessLog = "off" }: NginxServer): readonly string[] {
  const head = [`  server {`, `    listen ${port};`, ...fields, `    access_log ${accessLog};`];
  if (serves === "page") return [...head, `    location / { return 200 "ok\\n"; }`, "  }"];
  return [
    `  upstream backend-${port} {`,
    "    random two least_conn;", // as F5 does it
    `    zone backend-${port} 512k;`,
    ...serves.upstream.map((address) => `    server ${address};`),
    "    keepalive 320;",
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

/** Variables of F5's templates that its log lines carry. */
const fields = ["resource_namespace", "resource_name", "service"].map((name) => `    set $${name} "bench";`);
