import { capture } from "../config/formats/paths.ts";
import { hasTls, isGrpc, type ServiceSpec, standbyView } from "../model/service.ts";
import { isWholeSeconds } from "../model/units.ts";
import { missingGroup, normalPath, servesRoot } from "./paths.ts";
import { servingPorts } from "./ports.ts";
import type { Rule, SettingPath } from "./service-problems.ts";
import type { ServingClass } from "./serving-class.ts";

/** What each controller requires of a field, for the same reason. The parser has checked the form of every value. */
export const commonRules: Readonly<Partial<Record<keyof ServiceSpec, readonly Rule[]>>> = {
  tls: [
    {
      code: "no-certificate",
      check: ({ hosts, tls, name }, spec, setting) => {
        if (tls === undefined || tls.secret !== undefined || spec.defaultCertificate !== undefined) return;
        return hosts.length === 0
          ? `has no certificate for a service without hosts: set ${setting(spec, "defaultCertificate")}, or give the service hosts and its own Secret (services.${name}.tls.secret)`
          : `has no default certificate: set ${setting(spec, "defaultCertificate")}, or name the service's own Secret (services.${name}.tls.secret)`;
      },
    },
    {
      part: "tls.secret",
      code: "secret-without-hosts",
      check: ({ hosts, tls, name }) =>
        hosts.length === 0 && tls?.secret !== undefined && tls.issuer === undefined
          ? `serves services without hosts with its default certificate only: set services.${name}.tls to true, or give the service hosts`
          : undefined,
    },
  ],
  forceHttps: [
    {
      code: "needs-tls",
      check: ({ forceHttps, tls, name }, spec, setting) =>
        forceHttps !== undefined && tls === undefined && !spec.forwardedHeaders
          ? `would redirect to HTTPS, which it does not serve for a service without tls: set services.${name}.tls${inFront(spec, setting)}`
          : undefined,
    },
    {
      code: "redirect-to-wrong-port",
      // A node port cannot be 443, so something in front of it maps 443 to it.
      check: ({ forceHttps }, spec, setting) => {
        const { as, https } = spec.expose;
        const listening = servingPorts(spec).https;
        if (forceHttps === undefined || as === "nodePort" || https === listening) return;
        if (spec.forwardedHeaders) return;
        return `redirects to port ${listening}, but clients reach it on ${https}: set ${setting(spec, "expose.https")} to ${listening}, or leave forceHttps out`;
      },
    },
  ],
  hsts: [
    {
      code: "needs-tls",
      check: ({ hsts, tls, name }, spec, setting) =>
        hsts !== undefined && tls === undefined && !spec.forwardedHeaders
          ? `serves a service without tls over plain HTTP, where browsers ignore hsts: set services.${name}.tls${inFront(spec, setting)}`
          : undefined,
    },
    {
      part: "hsts.maxAge",
      code: "whole-seconds",
      check: ({ hsts }) =>
        hsts !== undefined && !isWholeSeconds(hsts.maxAge)
          ? `takes whole seconds, got "${hsts.maxAge}": round it`
          : undefined,
    },
  ],
  protocol: [
    {
      code: "grpc-needs-tls",
      check: (service) =>
        isGrpc(service) && service.tls === undefined
          ? `serves gRPC over HTTPS only: set services.${service.name}.tls`
          : undefined,
    },
    {
      code: "grpc-needs-http2",
      check: (service, spec, setting) =>
        isGrpc(service) && spec.performance.http2 === false
          ? `serves gRPC over HTTP/2 only: remove ${setting(spec, "performance.http2")}, or serve it from another class`
          : undefined,
    },
  ],
  standby: [
    {
      part: "emergency.protocol",
      code: "grpc-and-http",
      check: (service) =>
        isGrpc(service) === isGrpc(standbyView(service))
          ? undefined
          : `serves the clients of ${isGrpc(service) ? "gRPC by gRPC" : "HTTP by HTTP"} only: give the emergency backend ${isGrpc(service) ? "grpc or grpcs" : "http, https or websocket"}, or leave emergency.protocol out`,
    },
  ],
  buffering: [neverForGrpc("buffering")],
  rewrite: [
    {
      code: "mixed-path-types",
      check: ({ paths, rewrite }) =>
        rewrite !== undefined && new Set(paths.map(({ type }) => type)).size > 1
          ? "appends the rest of a Prefix path to the rewrite, but nothing after an Exact or Regex path: make one service for each type of path"
          : undefined,
    },
    {
      code: "unsupported-characters",
      check: ({ rewrite }) =>
        rewrite !== undefined && !/^\/[A-Za-z0-9._~:/-]*$/.test(rewrite.replace(capture, ""))
          ? `cannot rewrite to "${rewrite}": begin with "/" and use only letters, digits and . _ ~ : / -`
          : undefined,
    },
    {
      code: "missing-group",
      check: (service) => {
        const missing = missingGroup(service);
        return (
          missing &&
          `has nothing to put in place of ${missing} in the rewrite, because not every path is a Regex with so many groups "(…)": remove ${missing}, or add the groups`
        );
      },
    },
  ],
  www: [
    {
      code: "needs-hosts",
      check: ({ www, hosts }) =>
        www && (hosts.length === 0 || hosts.some((host) => host.startsWith("*.")))
          ? "redirects between a host and its www name: name hosts without a wildcard, or leave www out"
          : undefined,
    },
  ],
  appRoot: [
    {
      code: "unsupported-characters",
      check: ({ appRoot }) =>
        appRoot !== undefined && !/^(\/[A-Za-z0-9._-]+)+$/.test(appRoot)
          ? `cannot redirect / to "${appRoot}": name a path below it, without a slash at its end, of letters, digits and . _ -`
          : undefined,
    },
    {
      code: "root-not-served",
      check: (service) =>
        service.appRoot !== undefined && !service.paths.some(servesRoot)
          ? "redirects requests for /, which this service does not serve: add a path that matches it, such as Exact /"
          : undefined,
    },
  ],
  errorPages: [
    {
      code: "not-for-grpc",
      check: (service) =>
        isGrpc(service) && service.errorPages !== undefined
          ? "has no pages for gRPC, whose clients read no HTML: leave errorPages out"
          : undefined,
    },
    {
      part: "errorPages.statuses",
      code: "hides-question",
      check: ({ errorPages, basicAuth, externalAuth }) =>
        errorPages?.statuses.includes(401) && (basicAuth !== undefined || externalAuth !== undefined)
          ? "would answer 401 by the page, so that no client could sign in: leave 401 out"
          : undefined,
    },
  ],
  requestBuffering: [neverForGrpc("requestBuffering")],
  proxyBuffers: [
    neverForGrpc("proxyBuffers"),
    {
      code: "has-no-effect",
      check: ({ proxyBuffers, buffering }) =>
        proxyBuffers !== undefined && buffering === false
          ? "has no use for these buffers where buffering is off: leave proxyBuffers or buffering out"
          : undefined,
    },
  ],
  backendTls: [
    {
      code: "needs-tls-backend",
      check: (service) =>
        service.backendTls === undefined || hasTls(service.protocol) || hasTls(standbyView(service).protocol)
          ? undefined
          : `speaks ${service.protocol} to the backend, without TLS: set protocol to https or grpcs, or leave backendTls out`,
    },
    {
      code: "verified-or-not",
      check: ({ backendTls }) => {
        if (backendTls === undefined) return;
        const { ca, verify = true } = backendTls;
        if (ca === undefined && verify)
          return "does not know the backend's CA: set backendTls.ca, or say that the certificate is not verified (backendTls.verify: false)";
        return ca !== undefined && !verify
          ? "would not verify by the CA that is named: leave backendTls.verify or backendTls.ca out"
          : undefined;
      },
    },
  ],
  clientCertificate: [
    {
      code: "needs-tls",
      check: ({ clientCertificate, tls }) =>
        clientCertificate !== undefined && tls === undefined
          ? "asks for certificates over HTTPS only: set tls"
          : undefined,
    },
    {
      code: "needs-hosts",
      check: ({ clientCertificate, hosts }) =>
        clientCertificate !== undefined && hosts.length === 0
          ? "asks for certificates by host, before it knows the path: give the service hosts"
          : undefined,
    },
  ],
  externalAuth: [
    {
      part: "externalAuth.responseHeaders",
      code: "set-by-controller",
      check: ({ externalAuth, headers }) => {
        const names = externalAuth?.responseHeaders ?? [];
        const own = new Set(Object.keys(headers.request).map((name) => name.toLowerCase()));
        const taken = names.find((name) => own.has(name.toLowerCase()));
        if (taken !== undefined)
          return `would send ${taken} twice, of the answer and of headers.request: leave one out`;
        const refused = names.find((name) => isOfProxy(name));
        return refused && `sets ${refused} itself, whatever the answer has: leave it out`;
      },
    },
  ],
  cors: [
    {
      part: "cors.origins",
      code: "any-origin",
      check: ({ cors }) =>
        cors !== undefined && cors.origins.length > 1 && cors.origins.includes("*")
          ? 'lets in every origin by "*": name it alone, or leave it out'
          : undefined,
    },
    {
      part: "cors.credentials",
      code: "any-origin",
      check: ({ cors }) =>
        cors?.credentials === true && cors.origins.includes("*")
          ? 'would be ignored by browsers, which take credentials for named origins only: name the origins in place of "*", or leave credentials out'
          : undefined,
    },
    {
      part: "cors.maxAge",
      code: "whole-seconds",
      check: ({ cors }) =>
        cors !== undefined && !isWholeSeconds(cors.maxAge)
          ? `takes whole seconds, got "${cors.maxAge}": round it`
          : undefined,
    },
    {
      part: "headers.response",
      code: "set-by-cors",
      check: ({ cors, headers }) => {
        const repeated = cors && Object.keys(headers.response).find((name) => /^access-control-/i.test(name));
        return (
          repeated && `would answer with ${repeated} twice, of cors and of headers.response: leave one out`
        );
      },
    },
  ],
  sticky: [
    {
      part: "sticky.sameSite",
      code: "needs-secure",
      check: ({ sticky, tls, forceHttps }) =>
        sticky?.sameSite === "none" && (tls === undefined || !(sticky.secure ?? forceHttps !== undefined))
          ? "would set a cookie that browsers refuse, because SameSite=None needs Secure: set sticky.secure to true and tls, or choose another sameSite"
          : undefined,
    },
    {
      part: "sticky.path",
      code: "unsupported-characters",
      check: ({ sticky }) =>
        sticky?.path !== undefined && !/^\/[A-Za-z0-9._~/-]*$/.test(sticky.path)
          ? `cannot set the cookie's path "${sticky.path}": begin with "/" and use only letters, digits and . _ ~ / -`
          : undefined,
    },
    {
      part: "sticky.path",
      code: "path-not-covered",
      check: ({ sticky, paths }) => {
        const path = sticky?.path === undefined ? "/" : normalPath(sticky.path);
        const missed = paths.find(
          (one) =>
            path !== "/" &&
            (one.type === "Regex" || (normalPath(one.path) !== path && !one.path.startsWith(`${path}/`))),
        );
        return (
          missed &&
          `sets a cookie that browsers do not send to ${missed.path}: choose a path that covers all of the service's, or leave sticky.path out`
        );
      },
    },
    {
      part: "sticky.expires",
      code: "whole-seconds",
      check: ({ sticky }) =>
        sticky?.expires !== undefined && !isWholeSeconds(sticky.expires)
          ? `takes whole seconds, got "${sticky.expires}": round it`
          : undefined,
    },
  ],
  basicAuth: [
    {
      part: "basicAuth.realm",
      code: "unsupported-characters",
      check: ({ basicAuth }) =>
        basicAuth !== undefined && !/^[A-Za-z0-9._~:/ -]+$/.test(basicAuth.realm)
          ? `cannot use the realm "${basicAuth.realm}": use only letters, digits, spaces and . _ ~ : / -`
          : undefined,
    },
  ],
  headers: [
    controllerHeadersRule([
      "Host",
      "X-Real-IP",
      "X-Forwarded-For",
      "X-Forwarded-Host",
      "X-Forwarded-Port",
      "X-Forwarded-Proto",
    ]),
  ],
};

function neverForGrpc(field: "buffering" | "requestBuffering" | "proxyBuffers"): Rule {
  return {
    code: "not-for-grpc",
    check: (service) =>
      isGrpc(service) && service[field] !== undefined ? `never buffers gRPC: leave ${field} out` : undefined,
  };
}

/** Headers of a request that belong to the proxy or to the connection, not to who asks. */
function isOfProxy(name: string): boolean {
  return /^(host|x-real-ip|x-request-id|x-scheme|x-(original-)?forwarded-.*|forwarded|connection|content-.*|cookie|keep-alive|proxy.*|te|trailer|transfer-encoding|upgrade|ssl-client-.*)$/i.test(
    name,
  );
}

/** The way out where TLS ends in front; the edge has nothing in front. */
function inFront(spec: ServingClass, setting: SettingPath): string {
  return spec.forwardedHeaders === false
    ? ""
    : `, or ${setting(spec, "forwardedHeaders")} where a balancer in front ends TLS`;
}

/** Request headers that a controller always sets: beside a service's own (nginx), or in its place (HAProxy). */
export function controllerHeadersRule(headers: readonly string[]): Rule {
  const reserved = new Set(headers.map((name) => name.toLowerCase()));
  return {
    part: "headers.request",
    code: "set-by-controller",
    check: ({ headers: { request } }) => {
      const repeated = Object.keys(request).find((name) => reserved.has(name.toLowerCase()));
      return (
        repeated &&
        `sets or removes ${repeated} itself, so the backend would not get the service's own value alone: choose another name`
      );
    },
  };
}
