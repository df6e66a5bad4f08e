import type { ClassSpec } from "../../model/class.ts";
import type { Protocol, ServiceSpec } from "../../model/service.ts";
import { type Duration, toSeconds } from "../../model/units.ts";
import type { Annotations } from "../ingress-manifest.ts";
import { nginxPorts } from "../nginx/container-ports.ts";
import { cookiePath, isGrpc } from "../service-text.ts";
import { rewriteTarget } from "./paths.ts";
import { snippetAnnotations } from "./snippets.ts";

/**
 * None of them names a Service: whichever backend serves, they stay as they are.
 * @param regex whether the service's hosts are matched by regular expressions
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export function nginxAnnotations(service: ServiceSpec, spec: ClassSpec, regex: boolean): Annotations {
  const annotations = {
    "backend-protocol": backendProtocol[service.protocol],
    ...redirectAnnotations(service, spec),
    ...proxyAnnotations(service),
    ...retryAnnotations(service),
    ...rateLimitAnnotations(service),
    ...stickyAnnotations(service),
    ...basicAuthAnnotations(service),
    "use-regex": regex ? "true" : undefined,
    "rewrite-target": rewriteTarget(service),
    "whitelist-source-range": service.allow.length === 0 ? undefined : service.allow.join(","),
    ...snippetAnnotations(service, spec),
  };
  return Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]),
  );
}

/** WebSocket needs nothing: every location takes the upgrade. */
const backendProtocol: Readonly<Record<Protocol, string | undefined>> = {
  http: undefined,
  https: "HTTPS",
  grpc: "GRPC",
  grpcs: "GRPCS",
  websocket: undefined,
};

function redirectAnnotations({ forceHttps }: ServiceSpec, spec: ClassSpec): Annotations {
  // On by default wherever the host has a certificate, be it another service's.
  if (forceHttps === undefined) return { "ssl-redirect": "false" };
  return {
    "force-ssl-redirect": "true",
    // Otherwise the redirect loses a slash at the end of the path.
    "preserve-trailing-slash": "true",
    "use-port-in-redirects": nginxPorts(spec).https === 443 ? undefined : "true",
  };
}

function proxyAnnotations({ timeouts, bodySize, buffering }: ServiceSpec): Annotations {
  return {
    "proxy-connect-timeout": seconds(timeouts.connect),
    "proxy-read-timeout": seconds(timeouts.read),
    "proxy-send-timeout": seconds(timeouts.send),
    "proxy-body-size": bodySize,
    "proxy-buffering": buffering === undefined ? undefined : buffering ? "on" : "off",
  };
}

function retryAnnotations(service: ServiceSpec): Annotations {
  const { retries } = service;
  if (retries === undefined || isGrpc(service)) return {};
  return {
    "proxy-next-upstream": retries.on.join(" "),
    "proxy-next-upstream-tries": String(retries.tries),
    "proxy-next-upstream-timeout": seconds(retries.timeout),
  };
}

function rateLimitAnnotations({ rateLimit }: ServiceSpec): Annotations {
  if (rateLimit === undefined) return {};
  const { requestsPerSecond, burst } = rateLimit;
  return {
    "limit-rps": String(requestsPerSecond),
    "limit-burst-multiplier": String(burst / requestsPerSecond),
  };
}

function stickyAnnotations(service: ServiceSpec): Annotations {
  if (service.sticky === undefined) return {};
  const { cookie, expires } = service.sticky;
  return {
    affinity: "cookie",
    "session-cookie-name": cookie,
    "session-cookie-path": cookiePath(service),
    // The one for old browsers, the other for all others.
    "session-cookie-expires": seconds(expires),
    "session-cookie-max-age": seconds(expires),
  };
}

function basicAuthAnnotations({ basicAuth }: ServiceSpec): Annotations {
  if (basicAuth === undefined) return {};
  return { "auth-type": "basic", "auth-secret": basicAuth.secret, "auth-realm": basicAuth.realm };
}

function seconds(duration: Duration | undefined): string | undefined {
  return duration === undefined ? undefined : String(toSeconds(duration));
}
