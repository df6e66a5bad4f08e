import { all, type Feature, off, tls } from "./feature.ts";

const https = { ...tls, protocol: "https" } as const;
const refusedAuth = "externalAuth: unsupported";
const refusedCertificate = "clientCertificate: unsupported";

export const guards: readonly Feature[] = [
  {
    title: "a backend that is verified",
    args: { ...https, backendTls: { ca: "api-ca" } },
    expected: {
      f5: "backendTls: needs-policies",
      "ingress-nginx": "backendTls.serverName: needs-server-name",
      haproxy: { ...off, "server-ca": "default/api-ca" },
    },
  },
  {
    title: "a backend that is verified by CA and name, with a certificate of the proxy",
    args: {
      ...https,
      namespace: "shop",
      backendTls: { ca: "api-ca", serverName: "api.internal", clientCertificate: "api-ca" },
    },
    expected: {
      f5: "backendTls: needs-policies",
      "ingress-nginx": {
        ...off,
        "backend-protocol": "HTTPS",
        "proxy-ssl-name": "api.internal",
        "proxy-ssl-secret": "shop/api-ca",
        "proxy-ssl-server-name": "on",
        "proxy-ssl-verify": "on",
      },
      haproxy: ["backendTls.serverName: unsupported", "backendTls.clientCertificate: unsupported"],
    },
  },
  {
    title: "a certificate of the proxy from another Secret",
    args: {
      ...https,
      backendTls: { ca: "api-ca", serverName: "api.internal", clientCertificate: "proxy" },
    },
    expected: {
      f5: "backendTls: needs-policies",
      "ingress-nginx": "backendTls.clientCertificate: one-secret",
      haproxy: ["backendTls.serverName: unsupported", "backendTls.clientCertificate: unsupported"],
    },
  },
  {
    title: "a backend that is said not to be verified",
    args: { ...https, backendTls: { verify: false } },
    expected: {
      f5: { ...off, "ssl-services": "api" },
      "ingress-nginx": { ...off, "backend-protocol": "HTTPS" },
      haproxy: { ...off, "server-ssl": "true" },
    },
  },
  {
    title: "a certificate of the proxy for a backend that is not verified",
    args: { ...https, backendTls: { verify: false, clientCertificate: "proxy" } },
    expected: {
      f5: "backendTls: needs-policies",
      "ingress-nginx": "backendTls.clientCertificate: one-secret",
      haproxy: { ...off, "server-crt": "default/proxy", "server-ssl": "true" },
    },
  },
  {
    title: "a verified backend whose CA nobody names",
    args: { ...https, backendTls: {} },
    expected: all("backendTls: verified-or-not"),
  },
  {
    title: "a CA by which nothing is verified",
    args: { ...https, backendTls: { ca: "api-ca", serverName: "api.internal", verify: false } },
    expected: {
      f5: ["backendTls: verified-or-not", "backendTls: needs-policies"],
      "ingress-nginx": "backendTls: verified-or-not",
      haproxy: ["backendTls: verified-or-not", "backendTls.serverName: unsupported"],
    },
  },
  {
    title: "a verified backend without TLS",
    args: { ...tls, backendTls: { verify: false } },
    expected: all("backendTls: needs-tls-backend"),
  },
  {
    title: "a verified backend of gRPC",
    args: { ...tls, protocol: "grpcs", backendTls: { ca: "api-ca", serverName: "api.internal" } },
    expected: {
      f5: "backendTls: needs-policies",
      "ingress-nginx": "backendTls: not-for-grpc",
      haproxy: "backendTls.serverName: unsupported",
    },
  },
  {
    title: "certificates of clients",
    args: { ...tls, namespace: "shop", clientCertificate: { ca: "clients-ca", depth: 2 } },
    expected: {
      f5: refusedCertificate,
      "ingress-nginx": {
        ...off,
        "auth-tls-match-cn": "CN=",
        "auth-tls-pass-certificate-to-upstream": "true",
        "auth-tls-secret": "shop/clients-ca",
        "auth-tls-verify-client": "on",
        "auth-tls-verify-depth": "2",
      },
      haproxy: refusedCertificate,
    },
  },
  {
    title: "certificates of clients that have one",
    args: { ...tls, clientCertificate: { ca: "clients-ca", optional: true } },
    class: { snippets: true },
    expected: {
      f5: refusedCertificate,
      "ingress-nginx": {
        ...off,
        "auth-tls-pass-certificate-to-upstream": "true",
        "auth-tls-secret": "default/clients-ca",
        "auth-tls-verify-client": "optional",
        "auth-tls-verify-depth": "1",
        "configuration-snippet": [
          'proxy_set_header ssl-client-verify "";',
          'proxy_set_header ssl-client-subject-dn "";',
          'proxy_set_header ssl-client-issuer-dn "";',
          'proxy_set_header ssl-client-cert "";',
        ].join("\n"),
      },
      haproxy: refusedCertificate,
    },
  },
  {
    title: "certificates of clients that have one, without snippets",
    args: { ...tls, clientCertificate: { ca: "clients-ca", optional: true } },
    expected: {
      f5: refusedCertificate,
      "ingress-nginx": "clientCertificate: needs-snippets",
      haproxy: refusedCertificate,
    },
  },
  {
    title: "certificates of clients beside a redirect",
    args: { ...tls, forceHttps: true, clientCertificate: { ca: "clients-ca" } },
    expected: {
      f5: refusedCertificate,
      "ingress-nginx": "clientCertificate: no-redirect",
      haproxy: refusedCertificate,
    },
  },
  {
    title: "certificates of clients without TLS",
    args: { clientCertificate: { ca: "clients-ca" } },
    expected: {
      f5: refusedCertificate,
      "ingress-nginx": "clientCertificate: needs-tls",
      haproxy: refusedCertificate,
    },
  },
  {
    title: "certificates of clients of every host",
    args: { ...tls, clientCertificate: { ca: "clients-ca" } },
    hostless: true,
    expected: {
      f5: refusedCertificate,
      "ingress-nginx": "clientCertificate: needs-hosts",
      haproxy: refusedCertificate,
    },
  },
  {
    title: "another service that is asked",
    args: {
      externalAuth: {
        service: { name: "oauth2-proxy", port: 4180, path: "/oauth2/auth" },
        signIn: "https://login.example/oauth2/start",
        responseHeaders: ["X-Auth-Request-User", "X-Auth-Request-Email"],
      },
    },
    expected: {
      f5: refusedAuth,
      "ingress-nginx": {
        ...off,
        "auth-response-headers": "X-Auth-Request-User,X-Auth-Request-Email",
        "auth-signin": "https://login.example/oauth2/start",
        "auth-url": "http://oauth2-proxy.default.svc.cluster.local:4180/oauth2/auth",
      },
      haproxy: refusedAuth,
    },
  },
  {
    title: "an address that is asked",
    args: { externalAuth: { url: "https://auth.example/check?of=api" } },
    expected: {
      f5: refusedAuth,
      "ingress-nginx": { ...off, "auth-url": "https://auth.example/check?of=api" },
      haproxy: refusedAuth,
    },
  },
  {
    title: "headers of the answer that are the controller's, or the service's own",
    args: {
      externalAuth: { url: "https://auth.example/check", responseHeaders: ["X-User", "X-Forwarded-For"] },
      headers: { request: { "x-user": "nobody" } },
    },
    class: { snippets: true },
    expected: {
      f5: refusedAuth,
      "ingress-nginx": "externalAuth.responseHeaders: set-by-controller",
      haproxy: refusedAuth,
    },
  },
];
