import type { ClassSpec } from "../../model/class.ts";
import { isGrpc, type Protocol, type ServiceSpec } from "../../model/service.ts";
import { type Duration, isWholeSeconds, toSeconds } from "../../model/units.ts";
import { annotationRules, withPrefix } from "../annotations.ts";
import { commonRows, type FieldTable, renderings } from "../fields.ts";
import type { Annotations } from "../ingress.ts";
import { formats } from "../nginx/knobs.ts";
import { serviceTryLimit } from "../nginx/next-upstream.ts";
import {
  errorPageLines,
  grpcBodyTimeout,
  grpcRetries,
  redirectLine,
  snippetLines,
} from "../nginx/service-snippets.ts";
import { cookiePath } from "../paths.ts";
import { servingPorts } from "../ports.ts";
import type { Rule } from "../service-problems.ts";
import { noPassthrough } from "../tls-passthrough.ts";
import { ingressNginxAnnotations, ingressNginxPrefix } from "./annotations.ts";
import { backendTlsRow, clientCertificateRow, externalAuthRow } from "./guards.ts";
import { headersRow } from "./headers.ts";
import { pathRules, rewriteTarget, sameAsPath } from "./paths.ts";
import type { IngressNginxRendering } from "./rendering.ts";

/**
 * What ingress-nginx 1.15 does with each field of a service. The order of the rows is that of the snippets' lines in
 * nginx's configuration.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export const ingressNginxFields: FieldTable<IngressNginxRendering> = {
  ...commonRows,
  kind: {
    as: "refused",
    docs: { kind: "refused: it serves Ingresses only" },
    instead: () => "serves Ingresses only: leave kind out, or use an f5 class with customResources",
  },
  hosts: { as: "object", docs: { hosts: "yes" } },
  paths: {
    as: "object",
    docs: {
      paths: "yes; letters, digits and `. _ / -` only",
      "paths[].type: Regex":
        "the longest expression first, Prefix and Exact paths of the host among them, and in any case all of them",
    },
    rules: pathRules,
  },
  emergency: { as: "program", docs: { emergency: "yes; drill and weights by a canary Ingress" } },
  standby: {
    as: "program",
    docs: {
      "emergency.protocol": "yes; no drill and no weights",
      "emergency.rewrite": "yes; no drill and no weights",
      "emergency.upstreamHost": "yes; no drill and no weights",
    },
  },
  probes: {
    as: "program",
    docs: {
      "backend.probe, emergency.probe": "yes; [asked before a switch](failover.md#a-probe), never by nginx",
    },
  },
  tls: {
    as: "object",
    docs: {
      "tls: true": "the class's default certificate",
      "tls.secret": "yes; without hosts only the class's",
      "tls.issuer, tls.clusterIssuer": "yes",
    },
  },
  tlsPassthrough: noPassthrough(
    "hands TLS on only if the controller's own process takes every HTTPS connection of the class",
    "all HTTPS of the class would pass through the controller",
  ),
  forceHttps: {
    as: "rendered",
    docs: { forceHttps: "one status for the class" },
    annotations: ({ forceHttps }, spec) =>
      // On by default if the host has a certificate, even another service's.
      forceHttps === undefined
        ? { "ssl-redirect": "false" }
        : {
            "force-ssl-redirect": "true",
            // Otherwise the redirect loses a slash at the end of the path.
            "preserve-trailing-slash": "true",
            "use-port-in-redirects":
              servingPorts(spec).https === 443 || spec.forwardedHeaders !== undefined ? undefined : "true",
          },
    once: {
      field: "forceHttps",
      words: "the status of redirects",
      value: ({ forceHttps }) => forceHttps?.status,
    },
  },
  rewrite: {
    as: "rendered",
    docs: { rewrite: "yes; makes the whole host match by regular expressions, Exact paths included" },
    annotations: (service) => ({
      // Said even if empty, because kubectl takes no annotation away that the engine wrote.
      "rewrite-target": rewriteTarget(service) ?? (service.standby?.rewrite === undefined ? undefined : ""),
    }),
    rules: [sameAsPath],
  },
  redirect: {
    as: "rendered",
    docs: { redirect: "yes; not beside `forceHttps`", "redirect.keepPath": "with `snippets`" },
    annotations: ({ redirect }) =>
      redirect === undefined || redirect.keepPath
        ? {}
        : // The annotation for permanent ones takes every status.
          { "permanent-redirect": redirect.to, "permanent-redirect-code": String(redirect.status) },
    rules: [
      {
        part: "redirect.to",
        code: "unsupported-characters",
        check: ({ redirect }) =>
          redirect !== undefined && !redirect.keepPath && !/^[A-Za-z0-9\-._~/:,?&=]+$/.test(redirect.to)
            ? `cannot redirect to "${redirect.to}": use only letters, digits and - . _ ~ / : , ? & =, or an f5 class`
            : undefined,
      },
      {
        part: "forceHttps",
        code: "unused-by-redirect",
        check: ({ redirect, forceHttps }) =>
          redirect !== undefined && forceHttps !== undefined
            ? "answers with the redirect before it forces HTTPS: leave forceHttps out, and redirect to an https URL"
            : undefined,
      },
    ],
    snippets: [
      {
        part: "redirect.keepPath",
        lines: ({ redirect }) => (redirect?.keepPath ? [redirectLine(redirect)] : []),
        sentence: "keeps the path of a redirect by snippets only: leave keepPath out",
      },
    ],
  },
  www: {
    as: "rendered",
    docs: { www: "yes; with the class's status of redirects, and without a slash at the path's end" },
    annotations: ({ www }) => ({ "from-to-www-redirect": www ? "true" : undefined }),
    rules: [
      {
        code: "redirect-to-wrong-port",
        check: ({ www }, spec) => {
          const { as, http, https } = spec.expose;
          const listening = servingPorts(spec);
          if (!www || as === "nodePort" || (http === listening.http && https === listening.https)) return;
          return `redirects to the ports it listens on, ${listening.http} and ${listening.https}, but clients reach it on ${http} and ${https}: make them the same, or leave www out`;
        },
      },
    ],
  },
  appRoot: {
    as: "rendered",
    docs: { appRoot: "for each host" },
    annotations: ({ appRoot }) => ({ "app-root": appRoot }),
  },
  upstreamHost: {
    as: "rendered",
    docs: { upstreamHost: "yes" },
    annotations: ({ upstreamHost, standby }) => ({
      // Said even if empty, as rewrite-target is.
      "upstream-vhost": upstreamHost ?? (standby?.upstreamHost === undefined ? undefined : ""),
    }),
  },
  protocol: {
    as: "rendered",
    docs: {
      "protocol: https": "yes; verified by `backendTls`",
      "protocol: websocket": "yes",
      "protocol: grpc, grpcs": "over HTTPS",
    },
    annotations: ({ protocol, standby }) => ({
      "backend-protocol":
        backendProtocols[protocol] ?? (standby?.protocol === undefined ? undefined : "HTTP"),
    }),
  },
  timeouts: {
    as: "rendered",
    docs: {
      "timeouts.connect": "whole seconds",
      "timeouts.read": "whole seconds",
      "timeouts.send": "whole seconds",
    },
    snippets: [grpcBodyTimeout],
    annotations: ({ timeouts }) => ({
      "proxy-connect-timeout": seconds(timeouts.connect),
      "proxy-read-timeout": seconds(timeouts.read),
      "proxy-send-timeout": seconds(timeouts.send),
    }),
    rules: [
      secondsRule("timeouts.connect", ({ timeouts }) => timeouts.connect),
      secondsRule("timeouts.read", ({ timeouts }) => timeouts.read),
      secondsRule("timeouts.send", ({ timeouts }) => timeouts.send),
    ],
  },
  buffering: {
    as: "rendered",
    docs: { buffering: "yes; not for gRPC" },
    annotations: ({ buffering }) => ({ "proxy-buffering": onOff(buffering) }),
  },
  requestBuffering: {
    as: "rendered",
    docs: { requestBuffering: "yes" },
    annotations: ({ buffering, requestBuffering }) => ({
      "proxy-request-buffering": onOff(requestBuffering ?? buffering),
    }),
  },
  proxyBufferSize: {
    as: "rendered",
    docs: { proxyBufferSize: "yes; not for gRPC" },
    annotations: ({ proxyBufferSize, proxyBuffers }) => {
      const size = proxyBufferSize ?? proxyBuffers?.size;
      return { "proxy-buffer-size": size && formats.size.write(size) };
    },
    rules: [
      {
        code: "not-for-grpc",
        check: (service) =>
          isGrpc(service) && service.proxyBufferSize !== undefined
            ? "has no buffer size for gRPC: leave proxyBufferSize out, or use an f5 class"
            : undefined,
      },
    ],
  },
  proxyBuffers: {
    as: "rendered",
    docs: { proxyBuffers: "yes; of one size with `proxyBufferSize`" },
    annotations: ({ proxyBuffers }) => ({
      "proxy-buffers-number": proxyBuffers && String(proxyBuffers.number),
    }),
  },
  bodySize: {
    as: "rendered",
    docs: { bodySize: "yes" },
    annotations: ({ bodySize }) => ({ "proxy-body-size": bodySize }),
  },
  upstreamKeepAlive: {
    as: "refused",
    instead: (spec, setting) =>
      `keeps upstream connections for all its services together: set ${setting(spec, "performance.upstreamKeepAlive")}, or use an f5 class`,
    docs: { upstreamKeepAlive: "for the class: `performance.upstreamKeepAlive`" },
  },
  rateLimit: {
    as: "rendered",
    docs: {
      rateLimit: "one status for the class; burst a multiple of the rate, not 0",
      "rateLimit.header": "refused: it counts by client address only",
    },
    annotations: ({ rateLimit }) =>
      rateLimit === undefined
        ? {}
        : {
            [rateLimit.per === "second" ? "limit-rps" : "limit-rpm"]: String(rateLimit.requests),
            "limit-burst-multiplier": String(rateLimit.burst / rateLimit.requests),
          },
    once: {
      field: "rateLimit.status",
      words: "the status of requests over the limit",
      value: ({ rateLimit }) => rateLimit?.status,
    },
    rules: [
      {
        part: "rateLimit.burst",
        code: "multiple-of-the-rate",
        check: ({ rateLimit }) =>
          rateLimit !== undefined && !Number.isInteger(rateLimit.burst / rateLimit.requests)
            ? `takes bursts that are a multiple of the rate, got ${rateLimit.burst} for ${rateLimit.requests} a ${rateLimit.per}: round it, or use an f5 class`
            : undefined,
      },
      {
        part: "rateLimit.header",
        code: "unsupported",
        check: ({ rateLimit }) =>
          rateLimit?.header === undefined
            ? undefined
            : "counts requests by client address only: leave rateLimit.header out, or use an f5 class",
      },
      {
        // nginx refuses `burst=0`, and with it the configuration of the whole class.
        part: "rateLimit.burst",
        code: "above-zero",
        check: ({ rateLimit }) =>
          rateLimit?.burst === 0
            ? "cannot have a burst of 0: leave burst out (5 times the rate), make it a multiple of the rate, or use an f5 class"
            : undefined,
      },
    ],
  },
  allow: {
    as: "rendered",
    docs: { allow: "yes" },
    annotations: ({ allow }) => ({
      "whitelist-source-range": allow.length === 0 ? undefined : allow.join(","),
    }),
  },
  deny: {
    as: "rendered",
    docs: { deny: "yes" },
    annotations: ({ deny }) => ({
      "denylist-source-range": deny.length === 0 ? undefined : deny.join(","),
    }),
  },
  connections: {
    as: "rendered",
    docs: { connections: "yes" },
    annotations: ({ connections }) => ({
      "limit-connections": connections === undefined ? undefined : String(connections),
    }),
  },
  cors: {
    as: "rendered",
    docs: { cors: "yes" },
    annotations: ({ cors }) =>
      cors === undefined
        ? {}
        : {
            "enable-cors": "true",
            "cors-allow-origin": cors.origins.join(","),
            "cors-allow-methods": cors.methods.join(", "),
            "cors-allow-headers": cors.headers.join(", "),
            // On by default.
            "cors-allow-credentials": String(cors.credentials),
            "cors-expose-headers": cors.exposeHeaders.join(", ") || undefined,
            "cors-max-age": seconds(cors.maxAge),
          },
  },
  sticky: {
    as: "rendered",
    docs: {
      sticky: "yes; `expires` in whole seconds",
      "sticky.sameSite, sticky.secure, sticky.httpOnly, sticky.path":
        "yes; always `httpOnly`, and always `secure` over HTTPS",
    },
    rules: [
      {
        part: "sticky.httpOnly",
        code: "unsupported",
        check: ({ sticky }) =>
          sticky?.httpOnly === false
            ? "keeps its cookies from scripts at any time: leave sticky.httpOnly out, or use an f5 class"
            : undefined,
      },
      {
        part: "sticky.secure",
        code: "unsupported",
        check: ({ sticky, tls }) =>
          sticky?.secure === false && tls !== undefined
            ? "marks its cookies as Secure for each request over HTTPS: leave sticky.secure out, or use an f5 class"
            : undefined,
      },
    ],
    annotations: (service) =>
      service.sticky === undefined
        ? {}
        : {
            affinity: "cookie",
            "session-cookie-name": service.sticky.cookie,
            "session-cookie-path": cookiePath(service),
            "session-cookie-samesite": service.sticky.sameSite && sameSites[service.sticky.sameSite],
            "session-cookie-secure": service.sticky.secure === true ? "true" : undefined,
            // `expires` is for old browsers, `max-age` for all others.
            "session-cookie-expires": seconds(service.sticky.expires),
            "session-cookie-max-age": seconds(service.sticky.expires),
          },
  },
  hsts: {
    as: "rendered",
    docs: { hsts: "once for the class; not where TLS ends in front" },
    rules: [
      {
        code: "not-in-front",
        check: ({ hsts, tls }, { forwardedHeaders }) =>
          hsts !== undefined && tls === undefined && forwardedHeaders !== undefined
            ? "sends hsts only where it ends TLS itself: have the balancer in front send Strict-Transport-Security, or use an F5 class"
            : undefined,
      },
    ],
    once: {
      field: "hsts",
      words: "HSTS",
      value: ({ tls, hsts }) => (tls === undefined ? undefined : (hsts ?? "off")),
    },
  },
  headers: headersRow,
  errorPages: {
    as: "rendered",
    docs: {
      "errorPages.service": "yes; asked for everything while the backend has no endpoints",
      "errorPages.url": "with `snippets`",
    },
    annotations: ({ errorPages }) =>
      errorPages?.service === undefined
        ? {}
        : { "custom-http-errors": errorPages.statuses.join(","), "default-backend": errorPages.service },
    snippets: [errorPageLines],
  },
  retries: {
    as: "rendered",
    docs: { retries: "yes; for gRPC with `snippets`" },
    annotations: (service, spec) => ({
      "proxy-next-upstream-timeout": seconds(serviceTryLimit(service, spec)),
      ...(service.retries !== undefined &&
        !isGrpc(service) && {
          "proxy-next-upstream": service.retries.on.join(" "),
          "proxy-next-upstream-tries": String(service.retries.tries),
        }),
    }),
    rules: [
      secondsRule("retries.timeout", (service) => (isGrpc(service) ? undefined : service.retries?.timeout)),
    ],
    snippets: [grpcRetries],
  },
  basicAuth: {
    as: "rendered",
    docs: { basicAuth: "Secret with key `auth`" },
    annotations: ({ basicAuth }) =>
      basicAuth === undefined
        ? {}
        : { "auth-type": "basic", "auth-secret": basicAuth.secret, "auth-realm": basicAuth.realm },
  },
  externalAuth: externalAuthRow,
  clientCertificate: clientCertificateRow,
  backendTls: backendTlsRow,
  annotations: {
    as: "object",
    docs: { annotations: "yes" },
    rules: annotationRules(ingressNginxAnnotations),
  },
};

const rows = renderings(ingressNginxFields);

export const classSettings = rows.flatMap(({ once }) => (once === undefined ? [] : [once]));

/** Lines of a service's locations that no annotation stands for; none if the class has no snippets. */
export function ingressNginxSnippetLines(service: ServiceSpec, spec: ClassSpec): readonly string[] {
  return snippetLines(rows, service, spec);
}

/**
 * Annotations of a service's Ingress.
 * @param regex whether the service's hosts are matched by regular expressions
 */
export function serviceAnnotations(service: ServiceSpec, spec: ClassSpec, regex: boolean): Annotations {
  const lines = ingressNginxSnippetLines(service, spec);
  const annotations: Annotations = Object.assign(
    {
      "use-regex": regex ? "true" : undefined,
      "configuration-snippet": lines.length === 0 ? undefined : lines.join("\n"),
    },
    ...rows.map(({ annotations }) => annotations?.(service, spec)),
  );
  return withPrefix(ingressNginxPrefix, annotations);
}

/** As browsers read it; the controller passes the word on as it is. */
const sameSites = { strict: "Strict", lax: "Lax", none: "None" } as const;

/** WebSocket needs nothing: every location takes the upgrade. */
const backendProtocols: Readonly<Record<Protocol, string | undefined>> = {
  http: undefined,
  https: "HTTPS",
  grpc: "GRPC",
  grpcs: "GRPCS",
  websocket: undefined,
};

function seconds(duration: Duration | undefined): string | undefined {
  return duration === undefined ? undefined : String(toSeconds(duration));
}

function onOff(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : formats.onOff.write(value);
}

function secondsRule(part: string, durationOf: (service: ServiceSpec) => Duration | undefined): Rule {
  return {
    part,
    code: "whole-seconds",
    check: (service) => {
      const duration = durationOf(service);
      return duration === undefined || isWholeSeconds(duration)
        ? undefined
        : `takes whole seconds, got "${duration}": round it, or use an f5 class`;
    },
  };
}
