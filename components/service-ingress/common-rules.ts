import { nginxPorts } from "../ingress-controller/container-ports.ts";
import type { HeaderArgs } from "../model/service.ts";
import { isGrpc, isWholeSeconds } from "./features.ts";
import type { Rule } from "./rules.ts";

/** What no nginx can do, whichever controller writes its configuration. */
export const commonRules: readonly Rule[] = [
  {
    field: "tls",
    check: ({ hosts, tls, name }, spec) => {
      if (tls === undefined || tls.secret !== undefined || spec.defaultCertificate !== undefined) return;
      return hosts.length === 0
        ? `has no certificate to serve without a host: set classes.${spec.name}.defaultCertificate, or give the service hosts and a Secret of its own (services.${name}.tls.secret)`
        : `has no default certificate: set classes.${spec.name}.defaultCertificate, or name a Secret of the service's own (services.${name}.tls.secret)`;
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
    field: "forceHttps",
    check: ({ tls, forceHttps, name }) =>
      forceHttps !== undefined && tls === undefined
        ? `cannot redirect to HTTPS what it does not serve over HTTPS: set services.${name}.tls, or leave forceHttps out`
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
    field: "hsts",
    check: ({ tls, hsts, name }) =>
      hsts !== undefined && tls === undefined
        ? `sends Strict-Transport-Security over HTTPS only: set services.${name}.tls, or leave hsts out`
        : undefined,
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
    field: "rateLimit.requestsPerSecond",
    check: ({ rateLimit }) =>
      rateLimit !== undefined && !isCount(rateLimit.requestsPerSecond, 1)
        ? `limits to a whole number of requests a second, at least 1, got ${rateLimit.requestsPerSecond}`
        : undefined,
  },
  {
    field: "rateLimit.burst",
    check: ({ rateLimit }) =>
      rateLimit !== undefined && !isCount(rateLimit.burst, 0)
        ? `takes a whole number of requests as burst, got ${rateLimit.burst}`
        : undefined,
  },
  {
    field: "rateLimit.status",
    check: ({ rateLimit }) =>
      rateLimit !== undefined && !(isCount(rateLimit.status, 400) && rateLimit.status < 600)
        ? `refuses requests with a status between 400 and 599, got ${rateLimit.status}`
        : undefined,
  },
  {
    field: "sticky.cookie",
    check: ({ sticky }) =>
      sticky !== undefined && !/^[A-Za-z0-9._-]+$/.test(sticky.cookie)
        ? `names cookies with letters, digits and . _ - only, got "${sticky.cookie}"`
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
    field: "retries.on",
    check: ({ retries }) => {
      const unknown = retries?.on.filter((condition) => !retryConditions.includes(condition)) ?? [];
      return unknown.length > 0
        ? `retries on ${retryConditions.join(", ")}; got ${unknown.map((name) => `"${name}"`).join(", ")}`
        : undefined;
    },
  },
  {
    field: "retries.tries",
    check: ({ retries }) =>
      retries !== undefined && !isCount(retries.tries, 1)
        ? `tries a whole number of times, at least once, got ${retries.tries}`
        : undefined,
  },
  {
    field: "basicAuth.realm",
    check: ({ basicAuth }) =>
      basicAuth !== undefined && !/^[A-Za-z0-9._~:/ -]+$/.test(basicAuth.realm)
        ? `takes a realm of letters, digits, spaces and . _ ~ : / - only, got "${basicAuth.realm}"`
        : undefined,
  },
  ...(["request", "response"] as const).map(headerRule),
  {
    field: "headers.hide",
    check: ({ headers }) => {
      const bad = headers.hide.find((name) => !headerName.test(name));
      return bad === undefined ? undefined : `cannot hide "${bad}": it is no header name`;
    },
  },
  {
    field: "headers.request",
    check: ({ headers }) => {
      const own = Object.keys(headers.request).find((name) => ownHeaders.includes(name.toLowerCase()));
      return own === undefined
        ? undefined
        : `sets ${own} itself, so that it would arrive twice: choose another name`;
    },
  },
];

const retryConditions: readonly string[] = [
  "error",
  "timeout",
  "invalid_header",
  "http_500",
  "http_502",
  "http_503",
  "http_504",
  "http_403",
  "http_404",
  "http_429",
  "non_idempotent",
];

/** Request headers that both controllers' templates set in each location. */
const ownHeaders: readonly string[] = [
  "host",
  "connection",
  "upgrade",
  "x-real-ip",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
];

const headerName = /^[A-Za-z0-9-]+$/;
const printable = /^[\x20-\x7e]+$/;

function headerRule(direction: keyof Pick<HeaderArgs, "request" | "response">): Rule {
  return {
    field: `headers.${direction}`,
    check: ({ headers }) => {
      for (const [name, value] of Object.entries(headers[direction])) {
        if (!headerName.test(name)) return `cannot set "${name}": it is no header name`;
        if (!printable.test(value)) return `cannot set ${name}: its value must be one line of ASCII text`;
      }
      return undefined;
    },
  };
}

function isCount(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least;
}
