import { f5Claimed } from "../claimed-lines.ts";
import { all, type Feature, off, tls } from "./feature.ts";

const setByIngressNginx = [
  "x-request-id",
  "X-Scheme",
  "X-Forwarded-Scheme",
  "X-Original-Forwarded-For",
  "X-Original-Forwarded-Host",
] as const;

/** Those of them that HAProxy removes. */
const takenFromClients: readonly string[] = [
  "X-Scheme",
  "X-Forwarded-Scheme",
  "X-Original-Forwarded-For",
  "X-Original-Forwarded-Host",
];

export const headers: readonly Feature[] = [
  {
    title: "request headers",
    args: { headers: { request: { "X-Tenant": "a:b", "X-Zone": "eu" } } },
    expected: {
      f5: { "proxy-set-headers": "X-Tenant: a:b,X-Zone: eu" },
      "ingress-nginx": "headers.request: needs-snippets",
      haproxy: { ...off, "request-set-header": "X-Tenant a:b\nX-Zone eu" },
    },
  },
  {
    title: "request headers with an nginx variable",
    args: { headers: { request: { "X-Id": "$request_id" } } },
    expected: {
      f5: "headers.request: needs-snippets",
      "ingress-nginx": "headers.request: needs-snippets",
      haproxy: "headers.request: nginx-variable",
    },
  },
  {
    title: "a request header with an underscore in its name",
    args: { headers: { request: { X_Tenant: "eu" } } },
    expected: {
      f5: "headers.request: needs-snippets",
      "ingress-nginx": "headers.request: needs-snippets",
      haproxy: { ...off, "request-set-header": "X_Tenant eu" },
    },
  },
  {
    title: "a request header with an underscore in its name with snippets",
    args: { headers: { request: { X_Tenant: "eu", "X-Zone": "eu" } } },
    class: { snippets: true },
    expected: {
      f5: {
        "location-snippets": `${f5Claimed.proxy}\nproxy_set_header X_Tenant "eu";`,
        "proxy-set-headers": "X-Zone: eu",
      },
      "ingress-nginx": {
        ...off,
        "configuration-snippet": 'proxy_set_header X_Tenant "eu";\nproxy_set_header X-Zone "eu";',
      },
      haproxy: { ...off, "request-set-header": "X_Tenant eu\nX-Zone eu" },
    },
  },
  {
    title: "request headers with snippets",
    args: { headers: { request: { "X-Id": "$request_id", "X-Zone": "eu" } } },
    class: { snippets: true },
    expected: {
      f5: {
        "location-snippets": `${f5Claimed.proxy}\nproxy_set_header X-Id "$request_id";`,
        "proxy-set-headers": "X-Zone: eu",
      },
      "ingress-nginx": {
        ...off,
        "configuration-snippet": 'proxy_set_header X-Id "$request_id";\nproxy_set_header X-Zone "eu";',
      },
      haproxy: "headers.request: nginx-variable",
    },
  },
  {
    title: "request headers of gRPC with snippets",
    args: { ...tls, protocol: "grpc", headers: { request: { "X-Zone": "eu" } } },
    class: { snippets: true },
    expected: {
      f5: {
        ...off,
        "grpc-services": "api",
        "location-snippets": `${f5Claimed.grpc}\ngrpc_set_header X-Zone "eu";`,
      },
      "ingress-nginx": {
        ...off,
        "backend-protocol": "GRPC",
        "configuration-snippet": 'grpc_set_header X-Zone "eu";',
      },
      haproxy: { ...off, "request-set-header": "X-Zone eu", "server-proto": "h2" },
    },
  },
  {
    title: "request headers that every controller sets itself",
    args: { headers: { request: { host: "other.example" } } },
    class: { snippets: true },
    expected: all("headers.request: set-by-controller"),
  },
  {
    title: "request headers that ingress-nginx empties",
    args: { basicAuth: { secret: "users" }, headers: { request: { Authorization: "Bearer a", Proxy: "b" } } },
    class: { snippets: true },
    expected: {
      f5: {
        "basic-auth-realm": "Authentication required",
        "basic-auth-secret": "users",
        "proxy-set-headers": "Authorization: Bearer a,Proxy: b",
      },
      "ingress-nginx": {
        ...off,
        "auth-realm": "Authentication required",
        "auth-secret": "users",
        "auth-type": "basic",
        "configuration-snippet": 'proxy_set_header Authorization "Bearer a";\nproxy_set_header Proxy "b";',
      },
      haproxy: {
        ...off,
        "auth-realm": "Authentication\\x20required",
        "auth-secret": "users",
        "auth-type": "basic-auth",
        "request-set-header": "Authorization Bearer a\nProxy b",
      },
    },
  },
  ...setByIngressNginx.map(
    (name): Feature => ({
      title: `request header ${name}, which ingress-nginx sets itself`,
      args: { headers: { request: { [name]: "a" } } },
      class: { snippets: true },
      expected: {
        f5: { "proxy-set-headers": `${name}: a` },
        "ingress-nginx": "headers.request: set-by-controller",
        haproxy: takenFromClients.includes(name)
          ? "headers.request: set-by-controller"
          : { ...off, "request-set-header": `${name} a` },
      },
    }),
  ),
  {
    title: "response headers",
    args: { headers: { response: { "X-Frame-Options": "DENY", "X-Zone": "eu" } } },
    expected: {
      f5: { "add-header": "X-Frame-Options: DENY: always,X-Zone: eu: always" },
      "ingress-nginx": "headers.response: needs-snippets",
      haproxy: { ...off, "response-set-header": "X-Frame-Options DENY\nX-Zone eu" },
    },
  },
  {
    title: "response headers that do not fit into a list",
    args: { headers: { response: { "Cache-Control": "public, max-age=60" } } },
    expected: {
      f5: "headers.response: needs-snippets",
      "ingress-nginx": "headers.response: needs-snippets",
      haproxy: { ...off, "response-set-header": "Cache-Control public, max-age=60" },
    },
  },
  {
    title: "a response header with an underscore in its name",
    args: { headers: { response: { X_Zone: "eu" } } },
    expected: {
      f5: "headers.response: needs-snippets",
      "ingress-nginx": "headers.response: needs-snippets",
      haproxy: { ...off, "response-set-header": "X_Zone eu" },
    },
  },
  {
    title: "a response header with an underscore in its name with snippets",
    args: { headers: { response: { X_Zone: "eu", "X-Tenant": "a" } } },
    class: { snippets: true },
    expected: {
      f5: {
        "location-snippets": `${f5Claimed.proxy}\nadd_header_inherit merge;\nadd_header X_Zone "eu" always;\nadd_header X-Tenant "a" always;`,
      },
      "ingress-nginx": {
        ...off,
        "configuration-snippet": 'more_set_headers "X_Zone: eu";\nmore_set_headers "X-Tenant: a";',
      },
      haproxy: { ...off, "response-set-header": "X_Zone eu\nX-Tenant a" },
    },
  },
  {
    title: "response headers with snippets",
    args: { headers: { response: { "Cache-Control": "public, max-age=60", "X-Zone": "eu" } } },
    class: { snippets: true },
    expected: {
      f5: {
        "location-snippets": `${f5Claimed.proxy}\nadd_header_inherit merge;\nadd_header Cache-Control "public, max-age=60" always;\nadd_header X-Zone "eu" always;`,
      },
      "ingress-nginx": {
        ...off,
        "configuration-snippet":
          'more_set_headers "Cache-Control: public, max-age=60";\nmore_set_headers "X-Zone: eu";',
      },
      haproxy: { ...off, "response-set-header": "Cache-Control public, max-age=60\nX-Zone eu" },
    },
  },
  {
    title: "hidden headers",
    args: { headers: { hide: ["Server", "X-Powered-By"] } },
    expected: {
      f5: { "proxy-hide-headers": "Server,X-Powered-By" },
      "ingress-nginx": "headers.hide: needs-snippets",
      haproxy: {
        ...off,
        "backend-config-snippet": "http-response del-header Server\nhttp-response del-header X-Powered-By",
      },
    },
  },
  {
    title: "hidden headers with snippets",
    args: { headers: { hide: ["X-Powered-By"] } },
    class: { snippets: true },
    expected: {
      f5: { "proxy-hide-headers": "X-Powered-By" },
      "ingress-nginx": { ...off, "configuration-snippet": 'more_clear_headers "X-Powered-By";' },
      haproxy: { ...off, "backend-config-snippet": "http-response del-header X-Powered-By" },
    },
  },
  {
    title: "a hidden header with an underscore in its name, for which F5 has no snippet either",
    args: { headers: { hide: ["Server", "X_Debug"] } },
    class: { snippets: true },
    expected: {
      f5: "headers.hide: unsupported-characters",
      "ingress-nginx": {
        ...off,
        "configuration-snippet": 'more_clear_headers "Server";\nmore_clear_headers "X_Debug";',
      },
      haproxy: {
        ...off,
        "backend-config-snippet": "http-response del-header Server\nhttp-response del-header X_Debug",
      },
    },
  },
  {
    title: "a hidden header of gRPC with an underscore in its name",
    args: { ...tls, protocol: "grpc", headers: { hide: ["X_Debug"] } },
    class: { snippets: true },
    expected: {
      f5: {
        ...off,
        "grpc-services": "api",
        "location-snippets": `${f5Claimed.grpc}\ngrpc_hide_header X_Debug;`,
      },
      "ingress-nginx": {
        ...off,
        "backend-protocol": "GRPC",
        "configuration-snippet": 'more_clear_headers "X_Debug";',
      },
      haproxy: { ...off, "backend-config-snippet": "http-response del-header X_Debug", "server-proto": "h2" },
    },
  },
  {
    title: "hidden headers of gRPC",
    args: { ...tls, protocol: "grpc", headers: { hide: ["X-Powered-By"] } },
    expected: {
      f5: "headers.hide: needs-snippets",
      "ingress-nginx": "headers.hide: needs-snippets",
      haproxy: {
        ...off,
        "backend-config-snippet": "http-response del-header X-Powered-By",
        "server-proto": "h2",
      },
    },
  },
];
