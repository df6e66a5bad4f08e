import type { OwnAnnotations } from "../annotations.ts";

/**
 * Those that F5 NGINX Ingress Controller 5.5 reads, and the fields that set them.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/
 */
export const f5Annotations: OwnAnnotations = {
  prefixes: ["nginx.org/", "nginx.com/", "appprotect.f5.com/", "appprotectdos.f5.com/"],
  fields: {
    "nginx.org/add-header": "headers.response",
    "nginx.org/add-header-inherit": "",
    "nginx.org/basic-auth-realm": "basicAuth.realm",
    "nginx.org/basic-auth-secret": "basicAuth.secret",
    "nginx.org/client-max-body-size": "bodySize",
    "nginx.org/grpc-services": "protocol",
    "nginx.org/hsts": "hsts",
    "nginx.org/hsts-behind-proxy": "hsts",
    "nginx.org/hsts-include-subdomains": "hsts.includeSubdomains",
    "nginx.org/hsts-max-age": "hsts.maxAge",
    "nginx.org/http-redirect-code": "forceHttps",
    "nginx.org/keepalive": "upstreamKeepAlive",
    "nginx.org/limit-req-burst": "rateLimit.burst",
    "nginx.org/limit-req-key": "rateLimit.header",
    "nginx.org/limit-req-no-delay": "rateLimit",
    "nginx.org/limit-req-rate": "rateLimit",
    "nginx.org/limit-req-reject-code": "rateLimit.status",
    "nginx.org/listen-ports": "",
    "nginx.org/listen-ports-ssl": "",
    "nginx.org/location-snippets": "",
    "nginx.org/mergeable-ingress-type": "",
    "nginx.org/path-regex": "paths",
    "nginx.org/proxy-buffering": "buffering",
    "nginx.org/proxy-connect-timeout": "timeouts.connect",
    "nginx.org/proxy-hide-headers": "headers.hide",
    "nginx.org/proxy-next-upstream": "retries.on",
    "nginx.org/proxy-next-upstream-timeout": "retries.timeout",
    "nginx.org/proxy-next-upstream-tries": "retries.tries",
    "nginx.org/proxy-read-timeout": "timeouts.read",
    "nginx.org/proxy-send-timeout": "timeouts.send",
    "nginx.org/proxy-set-headers": "headers.request",
    "nginx.org/redirect-to-https": "forceHttps",
    "nginx.org/rewrite-target": "rewrite",
    "nginx.org/rewrites": "rewrite",
    "nginx.org/ssl-redirect": "forceHttps",
    "nginx.org/ssl-services": "protocol",
    "nginx.org/sticky-cookie-services": "sticky",
    "nginx.org/websocket-services": "protocol",
  },
};
