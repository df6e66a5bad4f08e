import { type OwnAnnotations, withPrefix } from "../annotations.ts";

export const ingressNginxPrefix = "nginx.ingress.kubernetes.io/";

const fields: Readonly<Record<string, string>> = {
  affinity: "sticky",
  "auth-realm": "basicAuth.realm",
  "auth-secret": "basicAuth.secret",
  "auth-type": "basicAuth",
  "backend-protocol": "protocol",
  canary: "emergency",
  "canary-by-cookie": "emergency",
  "canary-by-header": "emergency",
  "canary-weight": "emergency",
  "configuration-snippet": "",
  "force-ssl-redirect": "forceHttps",
  "cors-allow-credentials": "cors.credentials",
  "cors-allow-headers": "cors.headers",
  "cors-allow-methods": "cors.methods",
  "cors-allow-origin": "cors.origins",
  "cors-expose-headers": "cors.exposeHeaders",
  "cors-max-age": "cors.maxAge",
  "denylist-source-range": "deny",
  "enable-cors": "cors",
  "limit-burst-multiplier": "rateLimit.burst",
  "limit-connections": "connections",
  "limit-rpm": "rateLimit.requestsPerMinute",
  "limit-rps": "rateLimit.requestsPerSecond",
  "preserve-trailing-slash": "forceHttps",
  "proxy-body-size": "bodySize",
  "proxy-buffering": "buffering",
  "proxy-connect-timeout": "timeouts.connect",
  "proxy-next-upstream": "retries.on",
  "proxy-next-upstream-timeout": "retries.timeout",
  "proxy-next-upstream-tries": "retries.tries",
  "proxy-read-timeout": "timeouts.read",
  "proxy-request-buffering": "buffering",
  "proxy-send-timeout": "timeouts.send",
  "rewrite-target": "rewrite",
  "session-cookie-expires": "sticky.expires",
  "session-cookie-max-age": "sticky.expires",
  "session-cookie-name": "sticky.cookie",
  "session-cookie-path": "sticky.path",
  "session-cookie-samesite": "sticky.sameSite",
  "session-cookie-secure": "sticky.secure",
  "ssl-redirect": "forceHttps",
  "use-port-in-redirects": "forceHttps",
  "use-regex": "paths",
  "whitelist-source-range": "allow",
};

/**
 * Those that ingress-nginx 1.15 reads, and the fields that set them.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export const ingressNginxAnnotations: OwnAnnotations = {
  prefixes: [ingressNginxPrefix],
  fields: withPrefix(ingressNginxPrefix, fields),
};
