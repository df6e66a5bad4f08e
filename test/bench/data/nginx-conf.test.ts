import test from "ava";
import { nginxConf } from "../../../bench/data/nginx-conf.ts";

test("a server answers itself or proxies over keep-alive connections, and logs only if configured to", (t) => {
  const conf = nginxConf([
    { port: 8001, serves: "page" },
    { port: 8002, serves: { upstream: ["10.0.0.1:80", "10.0.0.2:80"] }, accessLog: "/logs/a.log lines" },
  ]);
  const lines = conf.split("\n").map((line) => line.trim());
  t.deepEqual(
    lines.filter((line) =>
      /^(listen|access_log|server \d|keepalive \d|proxy_pass|return|location)/.test(line),
    ),
    [
      "listen 8001;",
      "access_log off;",
      'location / { return 200 "ok\\n"; }',
      "server 10.0.0.1:80;",
      "server 10.0.0.2:80;",
      "keepalive 320;",
      "listen 8002;",
      "access_log /logs/a.log lines;",
      "location / {",
      "proxy_pass http://backend-8002;",
    ],
  );
});
