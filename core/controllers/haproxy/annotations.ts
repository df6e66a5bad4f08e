import { type OwnAnnotations, withPrefix } from "../annotations.ts";

export const haproxyPrefix = "haproxy.org/";

const fields: Readonly<Record<string, string>> = {
  "allow-list": "allow",
  "auth-realm": "basicAuth.realm",
  "auth-secret": "basicAuth.secret",
  "auth-type": "basicAuth",
  "backend-config-snippet": "",
  "cookie-persistence": "sticky",
  "cors-allow-credentials": "cors.credentials",
  "cors-allow-headers": "cors.headers",
  "cors-allow-methods": "cors.methods",
  "cors-allow-origin": "cors.origins",
  "cors-enable": "cors",
  "cors-max-age": "cors.maxAge",
  "cors-respond-to-options": "cors",
  "deny-list": "deny",
  "path-rewrite": "rewrite",
  "rate-limit-period": "rateLimit",
  "rate-limit-requests": "rateLimit",
  "rate-limit-status-code": "rateLimit.status",
  "request-set-header": "headers.request",
  "request-redirect": "redirect",
  "request-redirect-code": "redirect.status",
  "response-set-header": "headers.response",
  "server-ca": "backendTls.ca",
  "server-crt": "backendTls.clientCertificate",
  "set-host": "upstreamHost",
  "server-proto": "protocol",
  "server-ssl": "protocol",
  "ssl-passthrough": "tlsPassthrough",
  "ssl-redirect": "forceHttps",
  "ssl-redirect-code": "forceHttps",
  "standalone-backend": "",
  "timeout-server": "timeouts.read",
};

/**
 * Those that HAProxy Kubernetes Ingress Controller 3.2 reads, and the fields that set them.
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/annotations.md
 */
export const haproxyAnnotations: OwnAnnotations = {
  prefixes: [haproxyPrefix, "haproxy.com/", "ingress.kubernetes.io/"],
  fields: withPrefix(haproxyPrefix, fields),
};
