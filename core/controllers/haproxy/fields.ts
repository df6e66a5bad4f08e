import { hasTls, type ServiceSpec, standbyView } from "../../model/service.ts";
import { toBytes, toSeconds } from "../../model/units.ts";
import { annotationRules, withPrefix } from "../annotations.ts";
import { commonRows, type FieldTable, renderings } from "../fields.ts";
import type { Annotations } from "../ingress.ts";
import { noPassthrough } from "../tls-passthrough.ts";
import { haproxyAnnotations, haproxyPrefix } from "./annotations.ts";
import { corsLines } from "./cors.ts";
import { headersRow } from "./headers.ts";
import { connectionLines, rateLimitLines } from "./rate-limit.ts";
import { redirectLines } from "./redirect.ts";
import { elsewhere, type HaproxyRendering } from "./rendering.ts";
import { retryLines } from "./retries.ts";
import { pathRewrite } from "./rewrite.ts";
import { stickyLines } from "./sticky.ts";

/**
 * What HAProxy Kubernetes Ingress Controller 3.2 does with each field of a service. The order of the rows is that of the
 * lines in HAProxy's backend.
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/annotations.md
 */
export const haproxyFields: FieldTable<HaproxyRendering> = {
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
      paths: "yes; each path once",
      "paths[].type: Regex": "refused: its controller looks paths up, and matches no expressions",
    },
    rules: [
      {
        code: "unsupported",
        check: ({ paths }) => {
          const refused = paths.find(({ type }) => type === "Regex");
          return (
            refused &&
            `matches no regular expressions, got Regex ${refused.path}: write Prefix or Exact paths, ${elsewhere}`
          );
        },
      },
      {
        code: "path-twice",
        // Of two, the controller keeps the one that it reads last.
        check: ({ paths }) => {
          const repeated = paths.find(({ path }, index) =>
            paths.slice(0, index).some((earlier) => earlier.path === path),
          );
          return (
            repeated &&
            `takes each path once, got "${repeated.path}" as Prefix and Exact: remove the Exact one, which the Prefix covers`
          );
        },
      },
    ],
  },
  emergency: {
    as: "program",
    docs: { emergency: "yes; [drill and weights](haproxy-edge.md#a-drill-and-weights) by a canary Ingress" },
  },
  standby: {
    as: "program",
    docs: {
      "emergency.protocol": "refused: both backends are spoken to alike",
      "emergency.rewrite": "refused: both backends get the same path",
      "emergency.upstreamHost": "refused: both backends get the same host",
    },
    // A switch changes maps alone. Other annotations would come into force by a reload, some requests later.
    rules: [
      {
        part: "emergency.protocol",
        code: "unsupported",
        check: (service) =>
          standbyView(service).protocol === service.protocol
            ? undefined
            : `speaks to both backends of a service alike: leave emergency.protocol out and have the standby speak ${service.protocol}, ${elsewhere}`,
      },
      {
        part: "emergency.rewrite",
        code: "unsupported",
        check: (service) =>
          standbyView(service).rewrite === service.rewrite
            ? undefined
            : `sends both backends of a service the same path: leave emergency.rewrite out, ${elsewhere}`,
      },
      {
        part: "emergency.upstreamHost",
        code: "unsupported",
        check: (service) =>
          standbyView(service).upstreamHost === service.upstreamHost
            ? undefined
            : `asks both backends of a service for the same host: leave emergency.upstreamHost out, or serve it from an ingress-nginx class`,
      },
    ],
  },
  probes: {
    as: "program",
    docs: {
      "backend.probe, emergency.probe": "yes; [asked before a switch](failover.md#a-probe), never by HAProxy",
    },
  },
  tls: {
    as: "object",
    docs: {
      "tls: true": "the edge's default certificate",
      "tls.secret": "yes; without hosts only the edge's",
      "tls.issuer, tls.clusterIssuer": "yes",
    },
  },
  tlsPassthrough: noPassthrough(
    "would no longer apply allow and deny to the HTTPS requests of all its other services",
    "`allow` and `deny` of others would not hold over HTTPS",
  ),
  forceHttps: {
    as: "rendered",
    docs: { forceHttps: "yes" },
    annotations: ({ forceHttps }) => ({
      // On by default wherever the Ingress has TLS.
      "ssl-redirect": String(forceHttps !== undefined),
      "ssl-redirect-code": forceHttps && String(forceHttps.status),
    }),
  },
  rewrite: {
    as: "rendered",
    docs: { rewrite: "yes" },
    annotations: (service) => ({ "path-rewrite": pathRewrite(service) }),
  },
  redirect: {
    as: "rendered",
    docs: { redirect: "yes", "redirect.keepPath": "yes" },
    lines: redirectLines,
  },
  www: {
    as: "refused",
    instead: () =>
      "redirects no second name of a host: make a service of that name with redirect and keepPath, and a Service of its own",
    docs: { www: "refused: a service of the other name with `redirect` does it" },
  },
  // Its line is beside that of redirect.
  appRoot: {
    as: "rendered",
    docs: { appRoot: "for each host; not beside `rewrite`" },
    rules: [
      {
        code: "hidden-by-rewrite",
        check: ({ appRoot, rewrite }) =>
          appRoot !== undefined && rewrite !== undefined
            ? `redirects / after the rewrite, which has made another path of it: leave appRoot or rewrite out, ${elsewhere}`
            : undefined,
      },
    ],
  },
  upstreamHost: {
    as: "rendered",
    docs: { upstreamHost: "yes" },
    annotations: ({ upstreamHost }) => ({ "set-host": upstreamHost }),
  },
  protocol: {
    as: "rendered",
    docs: {
      "protocol: https": "yes; verified by `backendTls`",
      "protocol: websocket": "yes",
      "protocol: grpc, grpcs": "over HTTPS",
    },
    annotations: ({ protocol, backendTls }) => ({
      // With a CA its annotation turns TLS on. This one would do so unverified while the Secret is missing.
      "server-ssl": hasTls(protocol) && backendTls?.ca === undefined ? "true" : undefined,
      // With TLS the two sides negotiate it.
      "server-proto": protocol === "grpc" ? "h2" : undefined,
    }),
  },
  bodySize: {
    as: "object",
    docs: { bodySize: "refused, except `0`: HAProxy does not limit request bodies" },
    rules: [
      {
        code: "unsupported",
        check: ({ bodySize }) =>
          bodySize !== undefined && toBytes(bodySize) > 0
            ? `does not limit request bodies: leave bodySize out, ${elsewhere}`
            : undefined,
      },
    ],
  },
  timeouts: {
    as: "rendered",
    docs: {
      "timeouts.connect": "refused: `edge.timeouts.connect` is one for all",
      "timeouts.read": "for both directions; of a WebSocket connection, the time without data",
      "timeouts.send": "refused, unless it equals `read`",
    },
    annotations: ({ timeouts }) => ({ "timeout-server": timeouts.read }),
    // A connection that has switched to WebSocket has this timeout alone.
    lines: ({ timeouts }) => (timeouts.read === undefined ? [] : [`timeout tunnel ${timeouts.read}`]),
    rules: [
      {
        part: "timeouts.connect",
        code: "unsupported",
        check: ({ timeouts }, spec, setting) =>
          timeouts.connect === undefined
            ? undefined
            : `has one connect timeout for all its services: set ${setting(spec, "timeouts.connect")}, ${elsewhere}`,
      },
      {
        part: "timeouts.send",
        code: "same-as-read",
        check: ({ timeouts: { read, send } }) =>
          send === undefined || (read !== undefined && toSeconds(read) === toSeconds(send))
            ? undefined
            : `has one timeout for both directions: make send the same as read, leave send out, ${elsewhere}`,
      },
    ],
  },
  buffering: {
    as: "object",
    docs: { buffering: "`true` is refused: HAProxy passes answers on as they come" },
    rules: [
      {
        code: "unsupported",
        check: ({ buffering }) =>
          buffering === true
            ? `passes responses on as they come: leave buffering out, ${elsewhere}`
            : undefined,
      },
    ],
  },
  requestBuffering: {
    as: "object",
    docs: { requestBuffering: "`true` is refused: HAProxy passes bodies on as they come" },
    rules: [
      {
        code: "unsupported",
        check: ({ requestBuffering }) =>
          requestBuffering === true
            ? `passes request bodies on as they come: leave requestBuffering out, ${elsewhere}`
            : undefined,
      },
    ],
  },
  proxyBufferSize: {
    as: "refused",
    instead: () => `has buffers of one size, 16k, for everything: leave proxyBufferSize out, ${elsewhere}`,
    docs: { proxyBufferSize: "refused: HAProxy's buffers have one size" },
  },
  proxyBuffers: {
    as: "refused",
    instead: () => `has two buffers for each connection: leave proxyBuffers out, ${elsewhere}`,
    docs: { proxyBuffers: "refused: HAProxy's buffers have one size" },
  },
  upstreamKeepAlive: {
    as: "refused",
    instead: () => `manages idle connections to servers itself: leave upstreamKeepAlive out, ${elsewhere}`,
    docs: { upstreamKeepAlive: "refused: HAProxy shares idle connections by itself" },
  },
  rateLimit: {
    as: "rendered",
    docs: {
      rateLimit:
        "a window of (rate + burst) / rate seconds (or minutes) with rate + burst requests: the same burst, the same rate in the long run",
      "rateLimit.header": "yes; not beside `connections`",
    },
    lines: rateLimitLines,
    rules: [
      {
        part: "rateLimit.header",
        code: "one-table",
        check: ({ rateLimit, connections }) =>
          rateLimit?.header !== undefined && connections !== undefined
            ? "has one table for each backend, and connections counts by client address in it: leave connections or rateLimit.header out"
            : undefined,
      },
    ],
  },
  connections: {
    as: "rendered",
    docs: { connections: "yes; each node counts its own" },
    lines: connectionLines,
  },
  cors: {
    as: "rendered",
    docs: { cors: "yes; not beside `basicAuth`" },
    lines: corsLines,
    rules: [
      {
        code: "asks-preflights",
        check: ({ cors, basicAuth }) =>
          cors !== undefined && basicAuth !== undefined
            ? `asks for the password before it answers OPTIONS, for which browsers send none: leave cors or basicAuth out, ${elsewhere}`
            : undefined,
      },
    ],
  },
  allow: {
    as: "rendered",
    docs: { allow: "yes" },
    annotations: ({ allow }) => ({ "allow-list": allow.length === 0 ? undefined : allow.join(",") }),
  },
  deny: {
    as: "rendered",
    docs: { deny: "yes" },
    annotations: ({ deny }) => ({ "deny-list": deny.length === 0 ? undefined : deny.join(",") }),
  },
  sticky: {
    as: "rendered",
    docs: {
      sticky: "for the browser session and the whole host; no `expires`",
      "sticky.sameSite, sticky.secure, sticky.httpOnly, sticky.path": "yes, except `path`: always `/`",
    },
    lines: stickyLines,
    rules: [
      {
        part: "sticky.path",
        code: "unsupported",
        check: ({ sticky }) =>
          sticky?.path === undefined || sticky.path === "/"
            ? undefined
            : `sets cookies for the whole host only: leave sticky.path out, ${elsewhere}`,
      },
      {
        part: "sticky.expires",
        code: "unsupported",
        check: ({ sticky }) =>
          sticky?.expires === undefined
            ? undefined
            : `sets cookies for the browser session only: leave expires out, ${elsewhere}`,
      },
    ],
  },
  hsts: { as: "rendered", docs: { hsts: "yes; over plain HTTP too, where browsers ignore it" } },
  errorPages: {
    as: "refused",
    instead: () =>
      "replaces the errors of its backends, but not its own, for single services: leave errorPages out, or serve it from an ingress-nginx class",
    docs: {
      "errorPages.service": "refused: HAProxy's own errors would stay",
      "errorPages.url": "refused: HAProxy's own errors would stay",
    },
  },
  retries: {
    as: "rendered",
    docs: {
      retries: "yes, except `timeout`; nothing that a server may have acted upon is sent twice",
    },
    lines: retryLines,
    rules: [
      {
        part: "retries.timeout",
        code: "unsupported",
        check: ({ retries }) =>
          retries?.timeout === undefined
            ? undefined
            : `limits retries by their number only: leave timeout out, ${elsewhere}`,
      },
    ],
  },
  headers: headersRow,
  basicAuth: {
    as: "rendered",
    docs: {
      basicAuth: "Secret with user names as keys and hashes of passwords, as crypt(3) makes them, as values",
    },
    annotations: ({ basicAuth }): Annotations =>
      basicAuth === undefined
        ? {}
        : {
            "auth-type": "basic-auth",
            "auth-secret": basicAuth.secret,
            // The controller would replace a space by a hyphen; HAProxy reads this as a space.
            "auth-realm": basicAuth.realm.replaceAll(" ", "\\x20"),
          },
  },
  externalAuth: {
    as: "refused",
    instead: () => "asks no other service: serve it from an ingress-nginx class, or let the backend ask",
    docs: { externalAuth: "refused: it asks no other service" },
  },
  clientCertificate: {
    as: "refused",
    instead: () => "asks for certificates on all hosts or on none: serve it from an ingress-nginx class",
    docs: { clientCertificate: "refused: it has one CA for all hosts" },
  },
  backendTls: {
    as: "rendered",
    docs: {
      "backendTls.ca": "key `tls.crt`; the chain is verified, not the name",
      "backendTls.serverName": "refused: no name is verified",
      "backendTls.clientCertificate": "type `kubernetes.io/tls`; not beside `ca`",
      "backendTls.verify: false": "yes",
    },
    annotations: ({ namespace, backendTls: { ca, clientCertificate } = {} }) => ({
      "server-ca": ca && `${namespace}/${ca}`,
      "server-crt": clientCertificate && `${namespace}/${clientCertificate}`,
    }),
    rules: [
      {
        part: "backendTls.serverName",
        code: "unsupported",
        check: ({ backendTls }) =>
          backendTls?.serverName === undefined
            ? undefined
            : "verifies that the backend's certificate is of the CA, whatever its name: leave serverName out, or serve it from an ingress-nginx class",
      },
      {
        // The controller verifies nothing if it has the certificate and, for a while, not the CA.
        part: "backendTls.clientCertificate",
        code: "unsupported",
        check: ({ backendTls: { ca, clientCertificate } = {} }) =>
          ca !== undefined && clientCertificate !== undefined
            ? "would not verify the backend while the Secret of the CA is missing, if it has a certificate of its own: leave one of the two out, or serve it from an ingress-nginx class"
            : undefined,
      },
    ],
  },
  annotations: { as: "object", docs: { annotations: "yes" }, rules: annotationRules(haproxyAnnotations) },
};

const rows = renderings(haproxyFields);

/** Annotations of a service's Ingress. */
export function serviceAnnotations(service: ServiceSpec): Annotations {
  return withPrefix(haproxyPrefix, {
    ...ruleAnnotations(service),
    "backend-config-snippet": rows.flatMap((row) => row.lines?.(service) ?? []).join("\n") || undefined,
  });
}

/** Those of its canary: without the lines of the backends, which the service's own Ingress has already added. */
export function canaryAnnotations(service: ServiceSpec): Annotations {
  return withPrefix(haproxyPrefix, ruleAnnotations(service));
}

function ruleAnnotations(service: ServiceSpec): Annotations {
  return Object.assign({}, ...rows.map(({ annotations }) => annotations?.(service)));
}
