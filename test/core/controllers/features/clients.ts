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
      f5: "allow: needs-snippets",
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
          "dynamic-cookie-key ohph7OoGhong\ncookie exposure insert indirect nocache dynamic",
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
