import type { ActiveBackend } from "../../failover/plan.ts";
import type { ClassSpec } from "../../model/class.ts";
import type { Protocol, ServiceSpec } from "../../model/service.ts";
import { withoutMilliseconds } from "../../model/units.ts";
import type { Annotations } from "../ingress-manifest.ts";
import { cookiePath, isGrpc, rewriteBase } from "../service-text.ts";
import { headerAnnotations } from "./headers.ts";
import { snippetAnnotations } from "./snippets.ts";

/**
 * What belongs to a service alone; some of it names the Service that serves now.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/
 */
export function serviceAnnotations({ service, backend }: ActiveBackend, spec: ClassSpec): Annotations {
  return {
    ...protocolAnnotations(service.protocol, backend.service),
    ...proxyAnnotations(service),
    ...retryAnnotations(service),
    ...rewriteAnnotations(service, backend.service),
    ...rateLimitAnnotations(service),
    ...stickyAnnotations(service, backend.service),
    ...basicAuthAnnotations(service),
    ...headerAnnotations(service),
    ...snippetAnnotations(service, spec),
  };
}

function protocolAnnotations(protocol: Protocol, backend: string): Annotations {
  return {
    "nginx.org/grpc-services": protocol === "grpc" || protocol === "grpcs" ? backend : undefined,
    "nginx.org/ssl-services": protocol === "https" || protocol === "grpcs" ? backend : undefined,
    "nginx.org/websocket-services": protocol === "websocket" ? backend : undefined,
  };
}

function proxyAnnotations(service: ServiceSpec): Annotations {
  const { timeouts, bodySize, buffering } = service;
  return {
    "nginx.org/proxy-connect-timeout": timeouts.connect,
    "nginx.org/proxy-read-timeout": timeouts.read,
    "nginx.org/proxy-send-timeout": timeouts.send,
    "nginx.org/client-max-body-size": isGrpc(service) ? undefined : bodySize,
    "nginx.org/proxy-buffering": buffering === undefined ? undefined : String(buffering),
  };
}

function retryAnnotations(service: ServiceSpec): Annotations {
  const { retries } = service;
  if (retries === undefined || isGrpc(service)) return {};
  return {
    "nginx.org/proxy-next-upstream": retries.on.join(" "),
    "nginx.org/proxy-next-upstream-tries": String(retries.tries),
    "nginx.org/proxy-next-upstream-timeout": retries.timeout,
  };
}

function rewriteAnnotations(service: ServiceSpec, backend: string): Annotations {
  if (service.rewrite === undefined) return {};
  return { "nginx.org/rewrites": `serviceName=${backend} rewrite=${rewriteBase(service, service.rewrite)}` };
}

function rateLimitAnnotations({ rateLimit }: ServiceSpec): Annotations {
  if (rateLimit === undefined) return {};
  return {
    "nginx.org/limit-req-rate": `${rateLimit.requestsPerSecond}r/s`,
    "nginx.org/limit-req-burst": String(rateLimit.burst),
    "nginx.org/limit-req-no-delay": "true",
    "nginx.org/limit-req-reject-code": String(rateLimit.status),
  };
}

function stickyAnnotations(service: ServiceSpec, backend: string): Annotations {
  const { sticky, forceHttps } = service;
  if (sticky === undefined) return {};
  const parameters = [
    sticky.cookie,
    ...(sticky.expires === undefined ? [] : [`expires=${withoutMilliseconds(sticky.expires)}`]),
    "httponly",
    ...(forceHttps === undefined ? [] : ["secure"]),
    `path=${cookiePath(service)}`,
  ];
  return { "nginx.org/sticky-cookie-services": `serviceName=${backend} ${parameters.join(" ")}` };
}

function basicAuthAnnotations({ basicAuth }: ServiceSpec): Annotations {
  return { "nginx.org/basic-auth-secret": basicAuth?.secret, "nginx.org/basic-auth-realm": basicAuth?.realm };
}
