import { isWholeSeconds } from "../model/units.ts";
import { nginxPorts } from "./nginx/container-ports.ts";
import type { Rule } from "./service-rules.ts";
import { isGrpc } from "./service-text.ts";
import { settingOf } from "./serving-class.ts";

/**
 * What no nginx can do, whichever controller writes its configuration. The form of every value has been
 * checked by the parser.
 */
export const commonRules: readonly Rule[] = [
  {
    field: "tls",
    check: ({ hosts, tls, name }, spec) => {
      if (tls === undefined || tls.secret !== undefined || spec.defaultCertificate !== undefined) return;
      return hosts.length === 0
        ? `has no certificate to serve without a host: set ${settingOf(spec, "defaultCertificate")}, or give the service hosts and a Secret of its own (services.${name}.tls.secret)`
        : `has no default certificate: set ${settingOf(spec, "defaultCertificate")}, or name a Secret of the service's own (services.${name}.tls.secret)`;
    },
  },
  {
    field: "tls.secret",
    check: ({ hosts, tls, name }) =>
      hosts.length === 0 && tls?.secret !== undefined
        ? `serves only its default certificate to services without a host: set services.${name}.tls to true, or give the service hosts`
        : undefined,
  },
  {
    // A node port can not be 443 at all, so whoever uses one has something in front that maps 443 to it.
    field: "forceHttps",
    check: ({ forceHttps }, spec) => {
      const { as, https } = spec.expose;
      const listening = nginxPorts(spec).https;
      if (forceHttps === undefined || as === "nodePort" || https === listening) return;
      return `redirects to port ${listening} while it is reached on ${https}: set classes.${spec.name}.expose.https to ${listening}, or leave forceHttps out`;
    },
  },
  {
    field: "hsts.maxAge",
    check: ({ hsts }) =>
      hsts !== undefined && !isWholeSeconds(hsts.maxAge)
        ? `takes whole seconds, got "${hsts.maxAge}": round it`
        : undefined,
  },
  {
    field: "protocol",
    check: (service) =>
      isGrpc(service) && service.tls === undefined
        ? `serves gRPC over HTTPS only: set services.${service.name}.tls`
        : undefined,
  },
  {
    field: "protocol",
    check: (service, spec) =>
      isGrpc(service) && spec.performance.http2 === false
        ? `serves gRPC over HTTP/2 only: take classes.${spec.name}.performance.http2 out, or serve it from another class`
        : undefined,
  },
  {
    field: "buffering",
    check: (service) =>
      isGrpc(service) && service.buffering !== undefined
        ? "never buffers gRPC: leave buffering out"
        : undefined,
  },
  {
    field: "rewrite",
    check: ({ paths, rewrite }) =>
      rewrite !== undefined && new Set(paths.map(({ type }) => type)).size > 1
        ? "appends what a Prefix path leaves over to the rewrite, but nothing after an Exact path: give Exact and Prefix paths a service each"
        : undefined,
  },
  {
    field: "rewrite",
    check: ({ rewrite }) =>
      rewrite !== undefined && !/^\/[A-Za-z0-9._~:/-]*$/.test(rewrite)
        ? `rewrites to a path that begins with "/" and has letters, digits and . _ ~ : / - only, got "${rewrite}"`
        : undefined,
  },
  {
    field: "sticky.expires",
    check: ({ sticky }) =>
      sticky?.expires !== undefined && !isWholeSeconds(sticky.expires)
        ? `takes whole seconds, got "${sticky.expires}": round it`
        : undefined,
  },
  {
    field: "basicAuth.realm",
    check: ({ basicAuth }) =>
      basicAuth !== undefined && !/^[A-Za-z0-9._~:/ -]+$/.test(basicAuth.realm)
        ? `takes a realm of letters, digits, spaces and . _ ~ : / - only, got "${basicAuth.realm}"`
        : undefined,
  },
  // Both controllers' templates have them in each location.
  ownHeadersRule([
    "Host",
    "Connection",
    "Upgrade",
    "X-Real-IP",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Proto",
  ]),
];

/** Request headers that nginx gets from a controller in any case: those of a service would go beside them, in place of none. */
export function ownHeadersRule(own: readonly string[]): Rule {
  const known = new Set(own.map((name) => name.toLowerCase()));
  return {
    field: "headers.request",
    check: ({ headers }) => {
      const twice = Object.keys(headers.request).find((name) => known.has(name.toLowerCase()));
      return twice && `sets ${twice} itself, so that it would arrive twice: choose another name`;
    },
  };
}
