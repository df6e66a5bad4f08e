import type { ServiceSpec } from "../../model/service.ts";
import { toSeconds } from "../../model/units.ts";
import type { Annotations } from "../ingress-manifest.ts";
import { backendLines } from "./backend-lines.ts";
import { rateLimitAnnotations } from "./rate-limit.ts";
import { pathRewrite } from "./rewrite.ts";

/**
 * None of them names a Service: whichever backend serves, they stay as they are.
 * @param shared another service of the class has the same Service behind it
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/annotations.md
 */
export function haproxyAnnotations(service: ServiceSpec, shared: boolean): Annotations {
  const { forceHttps, protocol, timeouts, sticky, allow } = service;
  const lines = backendLines(service);
  const annotations: Annotations = {
    // On by default wherever the Ingress has TLS.
    "ssl-redirect": String(forceHttps !== undefined),
    "ssl-redirect-code": forceHttps && String(forceHttps.status),
    "server-ssl": protocol === "https" || protocol === "grpcs" ? "true" : undefined,
    // With TLS the two sides agree on it themselves.
    "server-proto": protocol === "grpc" ? "h2" : undefined,
    "timeout-server": timeouts.read,
    "path-rewrite": pathRewrite(service),
    "cookie-persistence": sticky?.cookie,
    "allow-list": allow.length === 0 ? undefined : allow.join(","),
    ...rateLimitAnnotations(service),
    ...basicAuthAnnotations(service),
    ...headerAnnotations(service),
    "backend-config-snippet": lines.length === 0 ? undefined : lines.join("\n"),
    // Otherwise all Ingresses of one Service share a backend, and with it its timeouts, cookies and lines.
    "standalone-backend": shared ? "true" : undefined,
  };
  return Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [`haproxy.org/${name}`, value]),
  );
}

function basicAuthAnnotations({ basicAuth }: ServiceSpec): Annotations {
  if (basicAuth === undefined) return {};
  return {
    "auth-type": "basic-auth",
    "auth-secret": basicAuth.secret,
    // It writes hyphens for spaces by itself; so the object says what clients see.
    "auth-realm": basicAuth.realm.replaceAll(" ", "-"),
  };
}

function headerAnnotations({ headers, hsts }: ServiceSpec): Annotations {
  const response = { ...(hsts && { "Strict-Transport-Security": hstsValue(hsts) }), ...headers.response };
  return { "request-set-header": lines(headers.request), "response-set-header": lines(response) };
}

function hstsValue({ maxAge, includeSubdomains }: NonNullable<ServiceSpec["hsts"]>): string {
  return `max-age=${toSeconds(maxAge)}${includeSubdomains ? "; includeSubDomains" : ""}`;
}

/** Name and value on a line each; `%` would begin one of HAProxy's own expressions. */
function lines(headers: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(headers);
  if (entries.length === 0) return undefined;
  return entries.map(([name, value]) => `${name} ${value.replaceAll("%", "%%")}`).join("\n");
}
