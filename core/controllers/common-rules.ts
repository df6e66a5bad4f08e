import { isGrpc, type ServiceSpec } from "../model/service.ts";
import { isWholeSeconds } from "../model/units.ts";
import { servingPorts } from "./ports.ts";
import type { Rule } from "./service-problems.ts";

/** What each controller requires of a field, for the same reason. The parser has checked the form of every value. */
export const commonRules: Readonly<Partial<Record<keyof ServiceSpec, readonly Rule[]>>> = {
  tls: [
    {
      check: ({ hosts, tls, name }, spec, setting) => {
        if (tls === undefined || tls.secret !== undefined || spec.defaultCertificate !== undefined) return;
        return hosts.length === 0
          ? `has no certificate to serve without a host: set ${setting(spec, "defaultCertificate")}, or give the service hosts and a Secret of its own (services.${name}.tls.secret)`
          : `has no default certificate: set ${setting(spec, "defaultCertificate")}, or name a Secret of the service's own (services.${name}.tls.secret)`;
      },
    },
    {
      part: "tls.secret",
      check: ({ hosts, tls, name }) =>
        hosts.length === 0 && tls?.secret !== undefined
          ? `serves only its default certificate to services without a host: set services.${name}.tls to true, or give the service hosts`
          : undefined,
    },
  ],
  forceHttps: [
    {
      // A node port cannot be 443, so something in front of it maps 443 to it.
      check: ({ forceHttps }, spec, setting) => {
        const { as, https } = spec.expose;
        const listening = servingPorts(spec).https;
        if (forceHttps === undefined || as === "nodePort" || https === listening) return;
        return `redirects to port ${listening} while it is reached on ${https}: set ${setting(spec, "expose.https")} to ${listening}, or leave forceHttps out`;
      },
    },
  ],
  hsts: [
    {
      part: "hsts.maxAge",
      check: ({ hsts }) =>
        hsts !== undefined && !isWholeSeconds(hsts.maxAge)
          ? `takes whole seconds, got "${hsts.maxAge}": round it`
          : undefined,
    },
  ],
  protocol: [
    {
      check: (service) =>
        isGrpc(service) && service.tls === undefined
          ? `serves gRPC over HTTPS only: set services.${service.name}.tls`
          : undefined,
    },
    {
      check: (service, spec, setting) =>
        isGrpc(service) && spec.performance.http2 === false
          ? `serves gRPC over HTTP/2 only: take ${setting(spec, "performance.http2")} out, or serve it from another class`
          : undefined,
    },
  ],
  buffering: [
    {
      check: (service) =>
        isGrpc(service) && service.buffering !== undefined
          ? "never buffers gRPC: leave buffering out"
          : undefined,
    },
  ],
  rewrite: [
    {
      check: ({ paths, rewrite }) =>
        rewrite !== undefined && new Set(paths.map(({ type }) => type)).size > 1
          ? "appends what a Prefix path leaves over to the rewrite, but nothing after an Exact path: give Exact and Prefix paths a service each"
          : undefined,
    },
    {
      check: ({ rewrite }) =>
        rewrite !== undefined && !/^\/[A-Za-z0-9._~:/-]*$/.test(rewrite)
          ? `rewrites to a path that begins with "/" and has letters, digits and . _ ~ : / - only, got "${rewrite}"`
          : undefined,
    },
  ],
  sticky: [
    {
      part: "sticky.expires",
      check: ({ sticky }) =>
        sticky?.expires !== undefined && !isWholeSeconds(sticky.expires)
          ? `takes whole seconds, got "${sticky.expires}": round it`
          : undefined,
    },
  ],
  basicAuth: [
    {
      part: "basicAuth.realm",
      check: ({ basicAuth }) =>
        basicAuth !== undefined && !/^[A-Za-z0-9._~:/ -]+$/.test(basicAuth.realm)
          ? `takes a realm of letters, digits, spaces and . _ ~ : / - only, got "${basicAuth.realm}"`
          : undefined,
    },
  ],
  headers: [
    controllerHeadersRule([
      "Host",
      "Connection",
      "Upgrade",
      "X-Real-IP",
      "X-Forwarded-For",
      "X-Forwarded-Host",
      "X-Forwarded-Port",
      "X-Forwarded-Proto",
    ]),
  ],
};

/** Request headers that a controller sets in any case: a service's own would go beside them, not in their place. */
export function controllerHeadersRule(headers: readonly string[]): Rule {
  const known = new Set(headers.map((name) => name.toLowerCase()));
  return {
    part: "headers.request",
    check: ({ headers: { request } }) => {
      const twice = Object.keys(request).find((name) => known.has(name.toLowerCase()));
      return twice && `sets ${twice} itself, so that it would arrive twice: choose another name`;
    },
  };
}
