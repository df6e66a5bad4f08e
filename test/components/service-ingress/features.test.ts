import test from "ava";
import type { ClassArgs } from "../../../components/model/class.ts";
import type { Dialect } from "../../../components/model/controllers.ts";
import type { ServiceArgs } from "../../../components/model/service.ts";
import { classOf, hostless, planOf, problemsOf, service } from "./fixtures.ts";

/** Annotations without their prefix, or the problem after `services.api.`. */
type Expected = Readonly<Record<string, string>> | string;

interface Feature {
  readonly title: string;
  readonly args: Partial<ServiceArgs>;
  readonly class?: ClassArgs;
  readonly hostless?: true;
  readonly expected: Readonly<Record<Dialect, Expected>>;
}

const off = { "ssl-redirect": "false" } as const;
const tls = { tls: true } as const;
const both = (expected: Expected) => ({ f5: expected, "ingress-nginx": expected });
/** The same problem in both dialects; `field` and the sentence after `class "public" (<dialect>) `. */
const refused = (field: string, sentence: string) => ({
  f5: `${field}: class "public" (f5) ${sentence}`,
  "ingress-nginx": `${field}: class "public" (ingress-nginx) ${sentence}`,
});

const features: readonly Feature[] = [
  { title: "nothing asked for", args: {}, expected: { f5: {}, "ingress-nginx": off } },
  {
    title: "nothing asked for, no host",
    args: {},
    hostless: true,
    expected: { f5: off, "ingress-nginx": off },
  },
  { title: "HTTPS", args: tls, expected: both(off) },
  {
    title: "HTTPS with the class' certificate where it has none",
    args: tls,
    class: { defaultCertificate: undefined as never },
    expected: refused(
      "tls",
      "has no default certificate: set classes.public.defaultCertificate, or name a Secret of the service's own (services.api.tls.secret)",
    ),
  },
  {
    title: "HTTPS without host where the class has no certificate",
    args: tls,
    class: { defaultCertificate: undefined as never },
    hostless: true,
    expected: refused(
      "tls",
      "has no certificate to serve without a host: set classes.public.defaultCertificate, or give the service hosts and a Secret of its own (services.api.tls.secret)",
    ),
  },
  {
    title: "a certificate of its own without host",
    args: { tls: { secret: "api-tls" } },
    hostless: true,
    expected: refused(
      "tls.secret",
      "serves only its default certificate to services without a host: set services.api.tls to true, or give the service hosts",
    ),
  },
  {
    title: "forced HTTPS",
    args: { ...tls, forceHttps: true },
    expected: {
      f5: { "http-redirect-code": "308", "ssl-redirect": "true" },
      "ingress-nginx": { "force-ssl-redirect": "true", "preserve-trailing-slash": "true" },
    },
  },
  {
    title: "forced HTTPS with a status",
    args: { ...tls, forceHttps: 301 },
    expected: {
      f5: { "http-redirect-code": "301", "ssl-redirect": "true" },
      "ingress-nginx": { "force-ssl-redirect": "true", "preserve-trailing-slash": "true" },
    },
  },
  {
    title: "forced HTTPS on other ports of the node",
    args: { ...tls, forceHttps: true },
    class: { expose: { http: 8080, https: 8443 } },
    expected: {
      f5: {
        "http-redirect-code": "308",
        "listen-ports": "8080",
        "listen-ports-ssl": "8443",
        "ssl-redirect": "true",
      },
      "ingress-nginx": {
        "force-ssl-redirect": "true",
        "preserve-trailing-slash": "true",
        "use-port-in-redirects": "true",
      },
    },
  },
  {
    title: "forced HTTPS on other ports of the node, no host",
    args: { ...tls, forceHttps: true },
    class: { expose: { http: 8080, https: 8443 } },
    hostless: true,
    expected: {
      f5: { "http-redirect-code": "308", "ssl-redirect": "true" },
      "ingress-nginx": {
        "force-ssl-redirect": "true",
        "preserve-trailing-slash": "true",
        "use-port-in-redirects": "true",
      },
    },
  },
  {
    title: "plain HTTP on another port of the node",
    args: {},
    class: { expose: { http: 8080, https: 8443 } },
    expected: { f5: { "listen-ports": "8080" }, "ingress-nginx": off },
  },
  {
    title: "forced HTTPS behind node ports, which something in front maps",
    args: { ...tls, forceHttps: true },
    class: { expose: { as: "nodePort" } },
    expected: {
      f5: { "http-redirect-code": "308", "ssl-redirect": "true" },
      "ingress-nginx": { "force-ssl-redirect": "true", "preserve-trailing-slash": "true" },
    },
  },
  {
    title: "forced HTTPS on a mapped port that redirects would miss",
    args: { ...tls, forceHttps: true },
    class: { expose: { as: "hostPort", https: 8443 } },
    expected: refused(
      "forceHttps",
      "redirects to port 443 while it is reached on 8443: set classes.public.expose.https to 443, or leave forceHttps out",
    ),
  },
  {
    title: "rewrite",
    args: { paths: [{ path: "/audio" }], rewrite: "/v1" },
    expected: {
      f5: { rewrites: "serviceName=api rewrite=/v1/" },
      "ingress-nginx": { ...off, "rewrite-target": "/v1/$2", "use-regex": "true" },
    },
  },
  {
    title: "rewrite of Exact and Prefix paths together",
    args: { paths: [{ path: "/audio" }, { path: "/a", type: "Exact" }], rewrite: "/v1" },
    expected: refused(
      "rewrite",
      "appends what a Prefix path leaves over to the rewrite, but nothing after an Exact path: give Exact and Prefix paths a service each",
    ),
  },
  {
    title: "rewrite to what a dialect reads as its own",
    args: { rewrite: "/a=b" },
    expected: refused(
      "rewrite",
      'rewrites to a path that begins with "/" and has letters, digits and . _ ~ : / - only, got "/a=b"',
    ),
  },
  {
    title: "rewrite of gRPC",
    args: { ...tls, protocol: "grpc", rewrite: "/" },
    expected: {
      f5: 'rewrite: class "public" (f5) cannot rewrite gRPC, whose path is the method\'s name: leave rewrite out',
      "ingress-nginx": { ...off, "backend-protocol": "GRPC", "rewrite-target": "/$2", "use-regex": "true" },
    },
  },
  {
    title: "HTTPS upstream",
    args: { protocol: "https" },
    expected: { f5: { "ssl-services": "api" }, "ingress-nginx": { ...off, "backend-protocol": "HTTPS" } },
  },
  {
    title: "gRPC",
    args: { ...tls, protocol: "grpc" },
    expected: {
      f5: { ...off, "grpc-services": "api" },
      "ingress-nginx": { ...off, "backend-protocol": "GRPC" },
    },
  },
  {
    title: "gRPC over TLS",
    args: { ...tls, protocol: "grpcs" },
    expected: {
      f5: { ...off, "grpc-services": "api", "ssl-services": "api" },
      "ingress-nginx": { ...off, "backend-protocol": "GRPCS" },
    },
  },
  {
    title: "gRPC without HTTPS",
    args: { protocol: "grpc" },
    expected: refused("protocol", "serves gRPC over HTTPS only: set services.api.tls"),
  },
  {
    title: "gRPC where HTTP/2 is off",
    args: { ...tls, protocol: "grpc" },
    class: { performance: { http2: false } },
    expected: refused(
      "protocol",
      "serves gRPC over HTTP/2 only: take classes.public.performance.http2 out, or serve it from another class",
    ),
  },
  {
    title: "WebSocket",
    args: { protocol: "websocket" },
    expected: { f5: { "websocket-services": "api" }, "ingress-nginx": off },
  },
  {
    title: "body size",
    args: { bodySize: "16m" },
    expected: {
      f5: { "client-max-body-size": "16m" },
      "ingress-nginx": { ...off, "proxy-body-size": "16m" },
    },
  },
  {
    title: "body size of gRPC, which F5 takes from the class",
    args: { ...tls, protocol: "grpc", bodySize: "16m" },
    expected: {
      f5: { ...off, "grpc-services": "api" },
      "ingress-nginx": { ...off, "backend-protocol": "GRPC", "proxy-body-size": "16m" },
    },
  },
  {
    title: "body size of gRPC with snippets",
    args: { ...tls, protocol: "grpc", bodySize: "16m" },
    class: { snippets: true },
    expected: {
      f5: { ...off, "grpc-services": "api", "location-snippets": "client_max_body_size 16m;" },
      "ingress-nginx": { ...off, "backend-protocol": "GRPC", "proxy-body-size": "16m" },
    },
  },
  {
    title: "timeouts",
    args: { timeouts: { connect: "2s", read: "5m", send: "1h" } },
    expected: {
      f5: { "proxy-connect-timeout": "2s", "proxy-read-timeout": "5m", "proxy-send-timeout": "1h" },
      "ingress-nginx": {
        ...off,
        "proxy-connect-timeout": "2",
        "proxy-read-timeout": "300",
        "proxy-send-timeout": "3600",
      },
    },
  },
  {
    title: "a timeout of one and a half seconds",
    args: { timeouts: { connect: "1500ms" } },
    expected: {
      f5: { "proxy-connect-timeout": "1500ms" },
      "ingress-nginx":
        'timeouts.connect: class "public" (ingress-nginx) takes whole seconds, got "1500ms": round it, or use an f5 class',
    },
  },
  {
    title: "buffering on",
    args: { buffering: true },
    expected: { f5: { "proxy-buffering": "true" }, "ingress-nginx": { ...off, "proxy-buffering": "on" } },
  },
  {
    title: "buffering off",
    args: { buffering: false },
    expected: { f5: { "proxy-buffering": "false" }, "ingress-nginx": { ...off, "proxy-buffering": "off" } },
  },
  {
    title: "buffering of gRPC",
    args: { ...tls, protocol: "grpc", buffering: true },
    expected: refused("buffering", "never buffers gRPC: leave buffering out"),
  },
  {
    title: "upstream keep-alive",
    args: { upstreamKeepAlive: 64 },
    expected: {
      f5: { keepalive: "64" },
      "ingress-nginx":
        'upstreamKeepAlive: class "public" (ingress-nginx) keeps upstream connections for all its services together: set classes.public.performance.upstreamKeepAlive, or use an f5 class',
    },
  },
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
      "ingress-nginx":
        'rateLimit.burst: class "public" (ingress-nginx) takes a burst that is a multiple of the rate, got 25 for 10 a second: round it, or use an f5 class',
    },
  },
  {
    title: "allow list",
    args: { allow: ["10.0.0.0/8", "192.0.2.7/32"] },
    expected: {
      f5: 'allow: class "public" (f5) cannot restrict client addresses on an Ingress without custom resources: use an ingress-nginx class, or set classes.public.snippets to true',
      "ingress-nginx": { ...off, "whitelist-source-range": "10.0.0.0/8,192.0.2.7/32" },
    },
  },
  {
    title: "allow list with snippets, after those of the class",
    args: { allow: ["10.0.0.0/8"] },
    class: { snippets: true, configMap: { "location-snippets": "proxy_intercept_errors on;" } },
    expected: {
      f5: { "location-snippets": "proxy_intercept_errors on;\nallow 10.0.0.0/8;\ndeny all;" },
      "ingress-nginx": { ...off, "whitelist-source-range": "10.0.0.0/8" },
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
    },
  },
  {
    title: "sticky sessions with all there is",
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
    },
  },
  {
    title: "a sticky session of one and a half seconds",
    args: { sticky: { expires: "1500ms" } },
    expected: refused("sticky.expires", 'takes whole seconds, got "1500ms": round it'),
  },
  {
    title: "HSTS, which ingress-nginx has in its ConfigMap",
    args: { ...tls, hsts: { maxAge: "30d", includeSubdomains: true } },
    expected: {
      f5: { ...off, hsts: "true", "hsts-include-subdomains": "true", "hsts-max-age": "2592000" },
      "ingress-nginx": off,
    },
  },
  {
    title: "HSTS for one and a half seconds",
    args: { ...tls, hsts: { maxAge: "1500ms" } },
    expected: refused("hsts.maxAge", 'takes whole seconds, got "1500ms": round it'),
  },
  {
    title: "request headers",
    args: { headers: { request: { "X-Tenant": "a:b", "X-Zone": "eu" } } },
    expected: {
      f5: { "proxy-set-headers": "X-Tenant: a:b,X-Zone: eu" },
      "ingress-nginx":
        'headers.request: class "public" (ingress-nginx) sets request headers for all its services only: use an f5 class, or set classes.public.snippets to true',
    },
  },
  {
    title: "request headers with an nginx variable",
    args: { headers: { request: { "X-Id": "$request_id" } } },
    expected: {
      f5: 'headers.request: class "public" (f5) sets request headers by annotation only for HTTP, and only to values without "$" and ",": leave them out, or set classes.public.snippets to true',
      "ingress-nginx":
        'headers.request: class "public" (ingress-nginx) sets request headers for all its services only: use an f5 class, or set classes.public.snippets to true',
    },
  },
  {
    title: "request headers with snippets",
    args: { headers: { request: { "X-Id": "$request_id", "X-Zone": "eu" } } },
    class: { snippets: true },
    expected: {
      f5: { "location-snippets": 'proxy_set_header X-Id "$request_id";', "proxy-set-headers": "X-Zone: eu" },
      "ingress-nginx": {
        ...off,
        "configuration-snippet": 'proxy_set_header X-Id "$request_id";\nproxy_set_header X-Zone "eu";',
      },
    },
  },
  {
    title: "request headers of gRPC with snippets",
    args: { ...tls, protocol: "grpc", headers: { request: { "X-Zone": "eu" } } },
    class: { snippets: true },
    expected: {
      f5: { ...off, "grpc-services": "api", "location-snippets": 'grpc_set_header X-Zone "eu";' },
      "ingress-nginx": {
        ...off,
        "backend-protocol": "GRPC",
        "configuration-snippet": 'grpc_set_header X-Zone "eu";',
      },
    },
  },
  {
    title: "request headers that nginx sets itself",
    args: { headers: { request: { host: "other.example" } } },
    class: { snippets: true },
    expected: refused(
      "headers.request",
      "sets host itself, so that it would arrive twice: choose another name",
    ),
  },
  {
    title: "response headers",
    args: { headers: { response: { "X-Frame-Options": "DENY", "X-Zone": "eu" } } },
    expected: {
      f5: { "add-header": "X-Frame-Options: DENY: always,X-Zone: eu: always" },
      "ingress-nginx":
        'headers.response: class "public" (ingress-nginx) adds response headers from a ConfigMap of its own only: use an f5 class, or set classes.public.snippets to true',
    },
  },
  {
    title: "response headers that do not fit into a list",
    args: { headers: { response: { "Cache-Control": "public, max-age=60" } } },
    expected: {
      f5: 'headers.response: class "public" (f5) adds response headers by annotation only with values without "$", "," and ":": use other values, or set classes.public.snippets to true',
      "ingress-nginx":
        'headers.response: class "public" (ingress-nginx) adds response headers from a ConfigMap of its own only: use an f5 class, or set classes.public.snippets to true',
    },
  },
  {
    title: "response headers with snippets",
    args: { headers: { response: { "Cache-Control": "public, max-age=60", "X-Zone": "eu" } } },
    class: { snippets: true },
    expected: {
      f5: {
        "location-snippets":
          'add_header_inherit merge;\nadd_header Cache-Control "public, max-age=60" always;\nadd_header X-Zone "eu" always;',
      },
      "ingress-nginx": {
        ...off,
        "configuration-snippet":
          'more_set_headers "Cache-Control: public, max-age=60";\nmore_set_headers "X-Zone: eu";',
      },
    },
  },
  {
    title: "hidden headers",
    args: { headers: { hide: ["Server", "X-Powered-By"] } },
    expected: {
      f5: { "proxy-hide-headers": "Server,X-Powered-By" },
      "ingress-nginx":
        'headers.hide: class "public" (ingress-nginx) hides headers for all its services only: use an f5 class, or set classes.public.snippets to true',
    },
  },
  {
    title: "hidden headers with snippets",
    args: { headers: { hide: ["X-Powered-By"] } },
    class: { snippets: true },
    expected: {
      f5: { "proxy-hide-headers": "X-Powered-By" },
      "ingress-nginx": { ...off, "configuration-snippet": 'more_clear_headers "X-Powered-By";' },
    },
  },
  {
    title: "hidden headers of gRPC",
    args: { ...tls, protocol: "grpc", headers: { hide: ["X-Powered-By"] } },
    expected: {
      f5: 'headers.hide: class "public" (f5) cannot hide headers of gRPC answers: leave headers.hide out, or set classes.public.snippets to true',
      "ingress-nginx":
        'headers.hide: class "public" (ingress-nginx) hides headers for all its services only: use an f5 class, or set classes.public.snippets to true',
    },
  },
  {
    title: "retries",
    args: { retries: { on: ["error", "http_502"], tries: 2, timeout: "5s" } },
    expected: {
      f5: {
        "proxy-next-upstream": "error http_502",
        "proxy-next-upstream-timeout": "5s",
        "proxy-next-upstream-tries": "2",
      },
      "ingress-nginx": {
        ...off,
        "proxy-next-upstream": "error http_502",
        "proxy-next-upstream-timeout": "5",
        "proxy-next-upstream-tries": "2",
      },
    },
  },
  {
    title: "retries within one and a half seconds",
    args: { retries: { timeout: "1500ms" } },
    expected: {
      f5: {
        "proxy-next-upstream": "error timeout",
        "proxy-next-upstream-timeout": "1500ms",
        "proxy-next-upstream-tries": "3",
      },
      "ingress-nginx":
        'retries.timeout: class "public" (ingress-nginx) takes whole seconds, got "1500ms": round it, or use an f5 class',
    },
  },
  {
    title: "retries of gRPC",
    args: { ...tls, protocol: "grpc", retries: { tries: 2 } },
    expected: refused(
      "retries",
      "cannot say when gRPC is retried: leave retries out, or set classes.public.snippets to true",
    ),
  },
  {
    title: "retries of gRPC with snippets",
    args: { ...tls, protocol: "grpc", retries: { tries: 2, timeout: "1500ms" } },
    class: { snippets: true },
    expected: {
      f5: {
        ...off,
        "grpc-services": "api",
        "location-snippets":
          "grpc_next_upstream error timeout;\ngrpc_next_upstream_tries 2;\ngrpc_next_upstream_timeout 1500ms;",
      },
      "ingress-nginx": {
        ...off,
        "backend-protocol": "GRPC",
        "configuration-snippet":
          "grpc_next_upstream error timeout;\ngrpc_next_upstream_tries 2;\ngrpc_next_upstream_timeout 1500ms;",
      },
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
    },
  },
  {
    title: "a realm with a variable in it",
    args: { basicAuth: { secret: "users", realm: "for $host" } },
    expected: refused(
      "basicAuth.realm",
      'takes a realm of letters, digits, spaces and . _ ~ : / - only, got "for $host"',
    ),
  },
  {
    title: "a path with a character that only one dialect takes",
    args: { paths: [{ path: "/~user" }] },
    expected: {
      f5: {},
      "ingress-nginx":
        'paths: class "public" (ingress-nginx) takes paths of letters, digits and . _ / - only, got "/~user"',
    },
  },
  {
    title: "an encoded path",
    args: { paths: [{ path: "/a%20b" }] },
    expected: {
      f5: 'paths: class "public" (f5) takes paths of letters, digits and . _ ~ ! @ & = , : / - only, got "/a%20b"',
      "ingress-nginx":
        'paths: class "public" (ingress-nginx) takes paths of letters, digits and . _ / - only, got "/a%20b"',
    },
  },
  {
    title: "a path that F5 takes for one of the file system",
    args: { paths: [{ path: "/products/variants" }] },
    expected: {
      f5: 'paths: class "public" (f5) refuses paths that begin with "/etc/" or contain "/root" or "/var", got "/products/variants": choose another path, or an ingress-nginx class',
      "ingress-nginx": off,
    },
  },
];

const prefixes = { f5: "nginx.org/", "ingress-nginx": "nginx.ingress.kubernetes.io/" } as const;

for (const controller of ["f5", "ingress-nginx"] as const) {
  for (const feature of features) {
    const expected = feature.expected[controller];
    test(`${controller} ${typeof expected === "string" ? "refuses" : "renders"} ${feature.title}`, (t) => {
      const spec = classOf(controller, feature.class);
      const api = (feature.hostless ? hostless : service)("api", feature.args);
      if (typeof expected === "string") {
        t.deepEqual(problemsOf(spec, [api]), [`services.api.${expected}`]);
        return;
      }
      const named = Object.entries(expected).map(([name, value]) => [prefixes[controller] + name, value]);
      t.deepEqual(problemsOf(spec, [api]), []);
      const [plan, ...others] = planOf(spec, [api]).ingresses;
      t.deepEqual(plan?.manifest.metadata.annotations, {
        ...Object.fromEntries(named),
        "pulumi.com/skipAwait": "true",
      });
      t.deepEqual(others, []);
    });
  }
}

test("F5's annotations that name a Service name the one that serves now", (t) => {
  const api = service("api", {
    emergency: { service: "standby" },
    rewrite: "/v1",
    sticky: true,
    ...tls,
    protocol: "https",
  });
  const socket = service("socket", { emergency: { service: "standby" }, protocol: "websocket" });
  const rpc = service("rpc", { emergency: { service: "standby" }, protocol: "grpcs", ...tls });
  const { ingresses } = planOf(classOf("f5"), [api, socket, rpc], "all");
  t.deepEqual(
    ingresses.map(({ manifest }) => manifest.metadata.annotations),
    [
      {
        "exposure.dev/backend": "emergency",
        "nginx.org/rewrites": "serviceName=standby rewrite=/v1/",
        "nginx.org/ssl-redirect": "false",
        "nginx.org/ssl-services": "standby",
        "nginx.org/sticky-cookie-services": "serviceName=standby exposure httponly path=/",
        "pulumi.com/skipAwait": "true",
      },
      {
        "exposure.dev/backend": "emergency",
        "nginx.org/websocket-services": "standby",
        "pulumi.com/skipAwait": "true",
      },
      {
        "exposure.dev/backend": "emergency",
        "nginx.org/grpc-services": "standby",
        "nginx.org/ssl-redirect": "false",
        "nginx.org/ssl-services": "standby",
        "pulumi.com/skipAwait": "true",
      },
    ],
  );
});

test("annotations stand in one order, whatever is asked for", (t) => {
  for (const controller of ["f5", "ingress-nginx"] as const) {
    const api = service("api", { ...tls, sticky: true, bodySize: "1m", basicAuth: { secret: "users" } });
    const [plan] = planOf(classOf(controller), [api]).ingresses;
    const keys = Object.keys(plan?.manifest.metadata.annotations ?? {});
    t.true(keys.length > 4);
    t.deepEqual(keys, keys.toSorted());
  }
});
