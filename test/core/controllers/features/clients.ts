import { f5Claimed } from "../claimed-lines.ts";
import { all, type Feature, off, tls } from "./feature.ts";

export const clients: readonly Feature[] = [
  {
    title: "rate limit",
    args: { rateLimit: { requestsPerSecond: 10, burst: 30, status: 503 } },
    expected: {
      f5: {
        "limit-req-burst": "30",
        "limit-req-no-delay": "true",
        "limit-req-rate": "10r/s",
        "limit-req-reject-code": "503",
      },
      "ingress-nginx": { ...off, "limit-burst-multiplier": "3", "limit-rps": "10" },
      haproxy: {
        ...off,
        "backend-config-snippet": limit("4000ms", 40, 503),
      },
    },
  },
  {
    title: "rate limit with a burst between multiples of the rate",
    args: { rateLimit: { requestsPerSecond: 10, burst: 25 } },
    expected: {
      f5: {
        "limit-req-burst": "25",
        "limit-req-no-delay": "true",
        "limit-req-rate": "10r/s",
        "limit-req-reject-code": "429",
      },
      "ingress-nginx": "rateLimit.burst: multiple-of-the-rate",
      haproxy: {
        ...off,
        "backend-config-snippet": limit("3500ms", 35, 429),
      },
    },
  },
  {
    title: "rate limit without a burst",
    args: { rateLimit: { requestsPerSecond: 10, burst: 0 } },
    expected: {
      f5: {
        "limit-req-burst": "0",
        "limit-req-no-delay": "true",
        "limit-req-rate": "10r/s",
        "limit-req-reject-code": "429",
      },
      "ingress-nginx": "rateLimit.burst: above-zero",
      haproxy: {
        ...off,
        "backend-config-snippet": limit("1000ms", 10, 429),
      },
    },
  },
  {
    title: "allow list",
    args: { allow: ["10.0.0.0/8", "192.0.2.7/32"] },
    expected: {
      f5: "allow: needs-policies",
      "ingress-nginx": { ...off, "whitelist-source-range": "10.0.0.0/8,192.0.2.7/32" },
      haproxy: { ...off, "allow-list": "10.0.0.0/8,192.0.2.7/32" },
    },
  },
  {
    title: "allow list with snippets, after those of the class",
    args: { allow: ["10.0.0.0/8"] },
    class: { snippets: true, configMap: { "location-snippets": "proxy_intercept_errors on;" } },
    expected: {
      f5: {
        "location-snippets": `${f5Claimed.proxy}\nproxy_intercept_errors on;\nallow 10.0.0.0/8;\ndeny all;`,
      },
      "ingress-nginx": { ...off, "whitelist-source-range": "10.0.0.0/8" },
      haproxy: { ...off, "allow-list": "10.0.0.0/8" },
    },
  },
  {
    title: "deny list beside an allow list: what is denied is never let in",
    args: { allow: ["10.0.0.0/8"], deny: ["10.1.0.0/16", "2001:db8::/32"] },
    class: { snippets: true },
    expected: {
      f5: {
        "location-snippets": `${f5Claimed.proxy}\ndeny 10.1.0.0/16;\ndeny 2001:db8::/32;\nallow 10.0.0.0/8;\ndeny all;`,
      },
      "ingress-nginx": {
        ...off,
        "denylist-source-range": "10.1.0.0/16,2001:db8::/32",
        "whitelist-source-range": "10.0.0.0/8",
      },
      haproxy: { ...off, "allow-list": "10.0.0.0/8", "deny-list": "10.1.0.0/16,2001:db8::/32" },
    },
  },
  {
    title: "deny list without snippets",
    args: { deny: ["10.1.0.0/16"] },
    expected: {
      f5: "deny: needs-policies",
      "ingress-nginx": { ...off, "denylist-source-range": "10.1.0.0/16" },
      haproxy: { ...off, "deny-list": "10.1.0.0/16" },
    },
  },
  {
    title: "rate limit per minute",
    args: { rateLimit: { requestsPerMinute: 10, burst: 20 } },
    expected: {
      f5: {
        "limit-req-burst": "20",
        "limit-req-no-delay": "true",
        "limit-req-rate": "10r/m",
        "limit-req-reject-code": "429",
      },
      "ingress-nginx": { ...off, "limit-burst-multiplier": "2", "limit-rpm": "10" },
      haproxy: { ...off, "backend-config-snippet": limit("180000ms", 30, 429) },
    },
  },
  {
    title: "rate limit by a header",
    args: { rateLimit: { requestsPerSecond: 10, burst: 30, header: "X-Api-Key" } },
    expected: {
      f5: {
        "limit-req-burst": "30",
        "limit-req-key": "$\u007bhttp_x_api_key}",
        "limit-req-no-delay": "true",
        "limit-req-rate": "10r/s",
        "limit-req-reject-code": "429",
      },
      "ingress-nginx": "rateLimit.header: unsupported",
      haproxy: {
        ...off,
        "backend-config-snippet": [
          "stick-table type string len 64 size 100k expire 4000ms peers localinstance store http_req_rate(4000ms)",
          "http-request track-sc0 req.hdr(X-Api-Key)",
          "http-request deny deny_status 429 if { sc_http_req_rate(0) gt 40 }",
        ].join("\n"),
      },
    },
  },
  {
    title: "rate limit by a header that nginx ignores",
    args: { rateLimit: { requestsPerSecond: 10, burst: 30, header: "X_Key" } },
    expected: {
      f5: "rateLimit.header: unsupported-characters",
      "ingress-nginx": "rateLimit.header: unsupported",
      haproxy: {
        ...off,
        "backend-config-snippet": [
          "stick-table type string len 64 size 100k expire 4000ms peers localinstance store http_req_rate(4000ms)",
          "http-request track-sc0 req.hdr(X_Key)",
          "http-request deny deny_status 429 if { sc_http_req_rate(0) gt 40 }",
        ].join("\n"),
      },
    },
  },
  {
    title: "open requests of a client",
    args: { connections: 20 },
    expected: {
      f5: "connections: unsupported",
      "ingress-nginx": { ...off, "limit-connections": "20" },
      haproxy: {
        ...off,
        "backend-config-snippet": [
          "stick-table type ip size 100k expire 1m store conn_cur",
          "http-request track-sc0 src",
          "http-request deny deny_status 429 if { sc_conn_cur(0) gt 20 }",
        ].join("\n"),
      },
    },
  },
  {
    title: "open requests of a client beside a rate: one table",
    args: { connections: 20, rateLimit: { requestsPerSecond: 10, burst: 30 } },
    expected: {
      f5: "connections: unsupported",
      "ingress-nginx": {
        ...off,
        "limit-burst-multiplier": "3",
        "limit-connections": "20",
        "limit-rps": "10",
      },
      haproxy: {
        ...off,
        "backend-config-snippet": [
          "stick-table type ip size 100k expire 4000ms peers localinstance store http_req_rate(4000ms),conn_cur",
          "http-request track-sc0 src",
          "http-request deny deny_status 429 if { sc_http_req_rate(0) gt 40 }",
          "http-request deny deny_status 429 if { sc_conn_cur(0) gt 20 }",
        ].join("\n"),
      },
    },
  },
  {
    title: "open requests of a client beside a rate by a header",
    args: { connections: 20, rateLimit: { requestsPerSecond: 10, header: "X-Api-Key" } },
    expected: {
      f5: "connections: unsupported",
      "ingress-nginx": "rateLimit.header: unsupported",
      haproxy: "rateLimit.header: one-table",
    },
  },
  {
    title: "other origins with credentials",
    args: {
      cors: {
        origins: ["https://shop.example", "http://*.shop.example:8080"],
        methods: ["GET", "POST"],
        headers: ["Content-Type"],
        credentials: true,
        exposeHeaders: ["X-Total"],
        maxAge: "2h",
      },
    },
    class: { snippets: true },
    expected: {
      f5: {
        "location-snippets": [
          f5Claimed.proxy,
          'set $exposure_origin "";',
          'if ($http_origin ~* "^(https://shop[.]example|http://[a-z0-9-]+[.]shop[.]example:8080)$") { set $exposure_origin $http_origin; }',
          'set $exposure_preflight "";',
          "if ($request_method = OPTIONS) { set $exposure_preflight $exposure_origin; }",
          "if ($exposure_preflight) { return 204; }",
          "proxy_hide_header Access-Control-Allow-Origin;",
          "proxy_hide_header Access-Control-Allow-Methods;",
          "proxy_hide_header Access-Control-Allow-Headers;",
          "proxy_hide_header Access-Control-Allow-Credentials;",
          "proxy_hide_header Access-Control-Expose-Headers;",
          "proxy_hide_header Access-Control-Max-Age;",
          "add_header_inherit merge;",
          "add_header Access-Control-Allow-Origin $exposure_origin always;",
          "add_header Vary Origin always;",
          'add_header Access-Control-Allow-Methods "GET, POST" always;',
          'add_header Access-Control-Allow-Headers "Content-Type" always;',
          'add_header Access-Control-Allow-Credentials "true" always;',
          'add_header Access-Control-Expose-Headers "X-Total" always;',
          'add_header Access-Control-Max-Age "7200" always;',
        ].join("\n"),
      },
      "ingress-nginx": {
        ...off,
        "cors-allow-credentials": "true",
        "cors-allow-headers": "Content-Type",
        "cors-allow-methods": "GET, POST",
        "cors-allow-origin": "https://shop.example,http://*.shop.example:8080",
        "cors-expose-headers": "X-Total",
        "cors-max-age": "7200",
        "enable-cors": "true",
      },
      haproxy: {
        ...off,
        "backend-config-snippet": [
          "http-request set-var(txn.exposure_origin) req.hdr(origin) if { req.hdr(origin) -m reg -i '^(https://shop[.]example|http://[a-z0-9-]+[.]shop[.]example:8080)$' }",
          "http-request return status 204 if METH_OPTIONS { var(txn.exposure_origin) -m found }",
          ...["Origin", "Methods", "Headers", "Credentials"].map(
            (name) => `http-after-response del-header Access-Control-Allow-${name}`,
          ),
          "http-after-response set-header Access-Control-Allow-Origin %[var(txn.exposure_origin)] if { var(txn.exposure_origin) -m found }",
          "http-after-response add-header Vary Origin",
          ...[
            "Access-Control-Allow-Methods 'GET, POST'",
            "Access-Control-Allow-Headers 'Content-Type'",
            "Access-Control-Allow-Credentials 'true'",
            "Access-Control-Expose-Headers 'X-Total'",
            "Access-Control-Max-Age '7200'",
          ].map(
            (header) => `http-after-response set-header ${header} if { var(txn.exposure_origin) -m found }`,
          ),
        ].join("\n"),
      },
    },
  },
  {
    title: "any origin with credentials",
    args: { cors: { origins: ["*"], credentials: true } },
    class: { snippets: true },
    expected: all("cors.credentials: any-origin"),
  },
  {
    title: "any origin among others",
    args: { cors: { origins: ["*", "https://shop.example"] } },
    class: { snippets: true },
    expected: all("cors.origins: any-origin"),
  },
  {
    title: "other origins, and the same header once more",
    args: {
      cors: { origins: ["*"] },
      headers: { response: { "Access-Control-Allow-Origin": "https://shop.example" } },
    },
    class: { snippets: true },
    expected: all("headers.response: set-by-cors"),
  },
  {
    title: "other origins without snippets",
    args: { cors: { origins: ["*"], maxAge: "1500ms" } },
    expected: {
      f5: ["cors.maxAge: whole-seconds", "cors: needs-snippets"],
      "ingress-nginx": "cors.maxAge: whole-seconds",
      haproxy: "cors.maxAge: whole-seconds",
    },
  },
  {
    title: "sticky sessions for other sites",
    args: { ...tls, sticky: { sameSite: "none", secure: true } },
    expected: {
      f5: {
        ...off,
        "sticky-cookie-services": "serviceName=api exposure httponly secure samesite=none path=/",
      },
      "ingress-nginx": {
        ...off,
        affinity: "cookie",
        "session-cookie-name": "exposure",
        "session-cookie-path": "/",
        "session-cookie-samesite": "None",
        "session-cookie-secure": "true",
      },
      haproxy: {
        ...off,
        "backend-config-snippet":
          "dynamic-cookie-key ohph7OoGhong\ncookie exposure insert indirect nocache dynamic httponly secure attr SameSite=None",
      },
    },
  },
  {
    title: "sticky sessions for other sites without Secure",
    args: { ...tls, sticky: { sameSite: "none" } },
    expected: all("sticky.sameSite: needs-secure"),
  },
  {
    title: "a sticky cookie that scripts read",
    args: { sticky: { httpOnly: false } },
    expected: {
      f5: { "sticky-cookie-services": "serviceName=api exposure path=/" },
      "ingress-nginx": "sticky.httpOnly: unsupported",
      haproxy: {
        ...off,
        "backend-config-snippet":
          "dynamic-cookie-key ohph7OoGhong\ncookie exposure insert indirect nocache dynamic",
      },
    },
  },
  {
    title: "a sticky cookie over HTTP too",
    args: { ...tls, sticky: { secure: false } },
    expected: {
      f5: { ...off, "sticky-cookie-services": "serviceName=api exposure httponly path=/" },
      "ingress-nginx": "sticky.secure: unsupported",
      haproxy: {
        ...off,
        "backend-config-snippet":
          "dynamic-cookie-key ohph7OoGhong\ncookie exposure insert indirect nocache dynamic httponly",
      },
    },
  },
  {
    title: "a sticky cookie with a path",
    args: { paths: [{ path: "/shop/cart" }], sticky: { path: "/shop" } },
    expected: {
      f5: { "sticky-cookie-services": "serviceName=api exposure httponly path=/shop" },
      "ingress-nginx": {
        ...off,
        affinity: "cookie",
        "session-cookie-name": "exposure",
        "session-cookie-path": "/shop",
      },
      haproxy: "sticky.path: unsupported",
    },
  },
  {
    title: "a sticky cookie with a path beside the service's",
    args: { paths: [{ path: "/shop" }, { path: "/shopping" }], sticky: { path: "/shop" } },
    expected: {
      f5: "sticky.path: path-not-covered",
      "ingress-nginx": "sticky.path: path-not-covered",
      haproxy: ["sticky.path: path-not-covered", "sticky.path: unsupported"],
    },
  },
  {
    title: "sticky sessions",
    args: { sticky: true },
    expected: {
      f5: { "sticky-cookie-services": "serviceName=api exposure httponly path=/" },
      "ingress-nginx": {
        ...off,
        affinity: "cookie",
        "session-cookie-name": "exposure",
        "session-cookie-path": "/",
      },
      haproxy: {
        ...off,
        "backend-config-snippet":
          "dynamic-cookie-key ohph7OoGhong\ncookie exposure insert indirect nocache dynamic httponly",
      },
    },
  },
  {
    title: "sticky sessions with every field",
    args: {
      ...tls,
      forceHttps: true,
      paths: [{ path: "/shop/" }],
      sticky: { cookie: "route", expires: "1h" },
    },
    expected: {
      f5: {
        "http-redirect-code": "308",
        "ssl-redirect": "true",
        "sticky-cookie-services": "serviceName=api route expires=1h httponly secure path=/shop",
      },
      "ingress-nginx": {
        affinity: "cookie",
        "force-ssl-redirect": "true",
        "preserve-trailing-slash": "true",
        "session-cookie-expires": "3600",
        "session-cookie-max-age": "3600",
        "session-cookie-name": "route",
        "session-cookie-path": "/shop",
      },
      haproxy: "sticky.expires: unsupported",
    },
  },
  {
    title: "a sticky session of a minute in milliseconds",
    args: { sticky: { expires: "60000ms" } },
    expected: {
      f5: { "sticky-cookie-services": "serviceName=api exposure expires=60s httponly path=/" },
      "ingress-nginx": {
        ...off,
        affinity: "cookie",
        "session-cookie-expires": "60",
        "session-cookie-max-age": "60",
        "session-cookie-name": "exposure",
        "session-cookie-path": "/",
      },
      haproxy: "sticky.expires: unsupported",
    },
  },
  {
    title: "a sticky session of one and a half seconds",
    args: { sticky: { expires: "1500ms" } },
    expected: {
      f5: "sticky.expires: whole-seconds",
      "ingress-nginx": "sticky.expires: whole-seconds",
      haproxy: ["sticky.expires: whole-seconds", "sticky.expires: unsupported"],
    },
  },
  {
    title: "basic auth",
    args: { basicAuth: { secret: "users" } },
    expected: {
      f5: { "basic-auth-realm": "Authentication required", "basic-auth-secret": "users" },
      "ingress-nginx": {
        ...off,
        "auth-realm": "Authentication required",
        "auth-secret": "users",
        "auth-type": "basic",
      },
      haproxy: {
        ...off,
        "auth-realm": "Authentication\\x20required",
        "auth-secret": "users",
        "auth-type": "basic-auth",
      },
    },
  },
  {
    title: "a realm with a variable in it",
    args: { basicAuth: { secret: "users", realm: "for $host" } },
    expected: all("basicAuth.realm: unsupported-characters"),
  },
];

function limit(period: string, requests: number, status: number): string {
  return [
    `stick-table type ip size 100k expire ${period} peers localinstance store http_req_rate(${period})`,
    "http-request track-sc0 src",
    `http-request deny deny_status ${status} if { sc_http_req_rate(0) gt ${requests} }`,
  ].join("\n");
}
