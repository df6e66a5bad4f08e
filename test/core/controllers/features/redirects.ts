import { f5Claimed } from "../claimed-lines.ts";
import { all, type Feature, off, tls } from "./feature.ts";

const snippets = { snippets: true } as const;
const to = "https://www.example.com/new";

export const redirects: readonly Feature[] = [
  {
    title: "a redirect",
    args: { redirect: { to } },
    expected: {
      f5: "redirect: needs-snippets",
      "ingress-nginx": { ...off, "permanent-redirect": to, "permanent-redirect-code": "302" },
      haproxy: {
        ...off,
        "backend-config-snippet": `http-request redirect location "${to}" code 302`,
      },
    },
  },
  {
    title: "a permanent redirect that keeps the path, with snippets",
    args: { redirect: { to: "https://www.example.com/", status: 308, keepPath: true } },
    class: snippets,
    expected: {
      f5: { "location-snippets": `${f5Claimed.proxy}\nreturn 308 "https://www.example.com$request_uri";` },
      "ingress-nginx": {
        ...off,
        "configuration-snippet": 'return 308 "https://www.example.com$request_uri";',
      },
      haproxy: {
        ...off,
        "backend-config-snippet": 'http-request redirect prefix "https://www.example.com" code 308',
      },
    },
  },
  {
    title: "a redirect that keeps the path, without snippets",
    args: { redirect: { to, keepPath: true } },
    expected: {
      f5: "redirect: needs-snippets",
      "ingress-nginx": "redirect.keepPath: needs-snippets",
      haproxy: {
        ...off,
        "backend-config-snippet": `http-request redirect prefix "${to}" code 302`,
      },
    },
  },
  {
    title: "a redirect to a URL with escapes and a fragment",
    args: { redirect: { to: "https://www.example.com/a%20b#c" } },
    class: snippets,
    expected: {
      f5: { "location-snippets": `${f5Claimed.proxy}\nreturn 302 "https://www.example.com/a%20b#c";` },
      "ingress-nginx": "redirect.to: unsupported-characters",
      haproxy: {
        ...off,
        "backend-config-snippet":
          'http-request redirect location "https://www.example.com/a%%20b#c" code 302',
      },
    },
  },
  {
    title: "a redirect beside one to HTTPS",
    args: { ...tls, forceHttps: true, redirect: { to } },
    class: snippets,
    expected: {
      f5: {
        "http-redirect-code": "308",
        "location-snippets": `${f5Claimed.proxy}\nreturn 302 "${to}";`,
        "ssl-redirect": "true",
      },
      "ingress-nginx": "forceHttps: unused-by-redirect",
      haproxy: {
        "backend-config-snippet": `http-request redirect location "${to}" code 302`,
        "ssl-redirect": "true",
        "ssl-redirect-code": "308",
      },
    },
  },
  {
    title: "the www name of a host",
    args: { www: true },
    expected: {
      f5: "www: unsupported",
      "ingress-nginx": { ...off, "from-to-www-redirect": "true" },
      haproxy: "www: unsupported",
    },
  },
  {
    title: "the www name of every host",
    args: { www: true },
    hostless: true,
    expected: { f5: "www: unsupported", "ingress-nginx": "www: needs-hosts", haproxy: "www: unsupported" },
  },
  {
    title: "the www name on a port that redirects would miss",
    args: { www: true },
    class: { expose: { as: "hostPort", http: 8080 } },
    expected: {
      f5: "www: unsupported",
      "ingress-nginx": "www: redirect-to-wrong-port",
      haproxy: "www: unsupported",
    },
  },
  {
    title: "a redirect of the root",
    args: { appRoot: "/app/home" },
    expected: {
      f5: { "app-root": "/app/home" },
      "ingress-nginx": { ...off, "app-root": "/app/home" },
      haproxy: {
        ...off,
        "backend-config-snippet": "http-request redirect location /app/home code 302 if { path / }",
      },
    },
  },
  {
    title: "a redirect of the root beside a rewrite",
    args: { appRoot: "/app", rewrite: "/v1" },
    expected: {
      f5: { "app-root": "/app", rewrites: "serviceName=api rewrite=/v1/" },
      "ingress-nginx": { ...off, "app-root": "/app", "rewrite-target": "/v1/$2", "use-regex": "true" },
      haproxy: "appRoot: hidden-by-rewrite",
    },
  },
  {
    title: "a redirect of the root to itself",
    args: { appRoot: "/" },
    expected: all("appRoot: unsupported-characters"),
  },
  {
    title: "a redirect of a root that the service does not serve",
    args: { appRoot: "/app", paths: [{ path: "/app" }] },
    expected: all("appRoot: root-not-served"),
  },
  {
    title: "another host for the backend",
    args: { upstreamHost: "app.internal:8080" },
    expected: {
      f5: "upstreamHost: unsupported",
      "ingress-nginx": { ...off, "upstream-vhost": "app.internal:8080" },
      haproxy: { ...off, "set-host": "app.internal:8080" },
    },
  },
  {
    title: "pages for errors from a Service",
    args: { errorPages: { statuses: [404, 503], service: "pages" } },
    expected: {
      f5: "errorPages.service: unsupported",
      "ingress-nginx": { ...off, "custom-http-errors": "404,503", "default-backend": "pages" },
      haproxy: "errorPages: unsupported",
    },
  },
  {
    title: "another page in place of errors, with snippets",
    args: { errorPages: { statuses: [502, 503], url: "https://status.example/" } },
    class: snippets,
    expected: {
      f5: {
        "location-snippets": `${f5Claimed.proxy}\nproxy_intercept_errors on;\nerror_page 502 503 "https://status.example/";`,
      },
      "ingress-nginx": {
        ...off,
        "configuration-snippet": 'proxy_intercept_errors on;\nerror_page 502 503 "https://status.example/";',
      },
      haproxy: "errorPages: unsupported",
    },
  },
  {
    title: "another page in place of errors, without snippets",
    args: { errorPages: { statuses: [502], url: "https://status.example/" } },
    expected: {
      f5: "errorPages.url: needs-snippets",
      "ingress-nginx": "errorPages.url: needs-snippets",
      haproxy: "errorPages: unsupported",
    },
  },
  {
    title: "a page in place of the question for a password",
    args: { errorPages: { statuses: [401], service: "pages" }, basicAuth: { secret: "users" } },
    expected: {
      f5: ["errorPages.statuses: hides-question", "errorPages.service: unsupported"],
      "ingress-nginx": "errorPages.statuses: hides-question",
      haproxy: "errorPages: unsupported",
    },
  },
  {
    title: "pages for errors of gRPC",
    args: { ...tls, protocol: "grpc", errorPages: { statuses: [503], service: "pages" } },
    expected: {
      f5: ["errorPages: not-for-grpc", "errorPages.service: unsupported"],
      "ingress-nginx": "errorPages: not-for-grpc",
      haproxy: "errorPages: unsupported",
    },
  },
];
