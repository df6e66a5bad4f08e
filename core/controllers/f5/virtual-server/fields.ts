import type { ClassSpec } from "../../../model/class.ts";
import { isGrpc, type ServiceSpec } from "../../../model/service.ts";
import { withoutMilliseconds } from "../../../model/units.ts";
import { commonRows, type FieldTable, renderings } from "../../fields.ts";
import { formats } from "../../nginx/knobs.ts";
import { classTryLimit, serviceTryLimit } from "../../nginx/next-upstream.ts";
import { snippetLines } from "../../nginx/service-snippets.ts";
import { cookiePath, rewriteBase } from "../../paths.ts";
import { servingPorts } from "../../ports.ts";
import { noPassthrough } from "../../tls-passthrough.ts";
import { bothKindsRows, bufferedRequests, headerVariable, locationSnippet, rateOf } from "../both-kinds.ts";
import { backendTlsPolicies, guardRows } from "../guards.ts";
import { rateHeaderRules } from "../headers.ts";
import { pathRules } from "../paths.ts";
import { accessPolicies, hasBothLists, hasCustomResources, type PolicySpecs } from "../policies.ts";
import { annotationRules } from "./annotations.ts";
import { headersRow, hstsRow } from "./headers.ts";
import type { Fields, ProxyAction, VirtualServerRendering } from "./rendering.ts";

/**
 * What a VirtualServer of F5 NGINX Ingress Controller 5.5 does with each field of a service.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/
 */
export const virtualServerFields: FieldTable<VirtualServerRendering> = {
  ...commonRows,
  backend: {
    as: "object",
    docs: { backend: "yes; its port by number" },
    rules: [
      {
        part: "backend.port",
        code: "number-needed",
        check: ({ backend }) => portSentence(backend.port),
      },
    ],
  },
  kind: {
    as: "object",
    docs: { kind: "this column; needs the class's `customResources`" },
    rules: [
      {
        code: "needs-custom-resources",
        check: (_service, spec, setting) =>
          hasCustomResources(spec)
            ? undefined
            : `serves a VirtualServer only with its custom resources: set ${setting(spec, "customResources")} to true, or leave kind out`,
      },
      {
        code: "fixed-ports",
        check: (_service, spec, setting) => {
          const { http, https } = servingPorts(spec);
          return http === 80 && https === 443
            ? undefined
            : `serves a VirtualServer on ports 80 and 443 only, and listens on ${http} and ${https}: set ${setting(spec, "expose")} to those, or leave kind out`;
        },
      },
    ],
  },
  hosts: {
    as: "object",
    docs: { hosts: "one, which no other service of the class has" },
    rules: [
      {
        code: "single-host",
        check: ({ hosts }) =>
          hosts.length === 1
            ? undefined
            : `gives a VirtualServer one host, got ${hosts.length}: make one service for each host, or leave kind out`,
      },
    ],
  },
  paths: {
    as: "object",
    docs: {
      paths: "by elements, as Kubernetes defines them: Prefix `/v2` becomes Exact `/v2` and Prefix `/v2/`",
      "paths[].type: Regex": "refused: by Ingress",
    },
    rules: [
      {
        code: "no-expressions",
        check: ({ paths }) =>
          paths.some(({ type }) => type === "Regex")
            ? "matches regular expressions by Ingress only, because F5 writes those of a VirtualServer without quotes while it drills or weighs: leave kind out, or use Prefix and Exact paths"
            : undefined,
      },
      ...pathRules,
    ],
  },
  emergency: {
    as: "object",
    docs: { emergency: "yes; drill and weights, but not with `rewrite`; its port by number" },
    rules: [
      {
        part: "emergency.port",
        code: "number-needed",
        check: ({ emergency }) => emergency && portSentence(emergency.port),
      },
    ],
  },
  standby: {
    as: "object",
    docs: {
      "emergency.protocol": "yes",
      "emergency.rewrite": "yes; no drill and no weights with it",
      "emergency.upstreamHost": "yes",
    },
  },
  probes: bothKindsRows.probes,
  tls: {
    as: "rendered",
    docs: {
      "tls: true": "the class's default certificate",
      "tls.secret": "yes",
      "tls.issuer, tls.clusterIssuer": "refused: cert-manager reads Ingresses",
    },
    server: ({ tls, forceHttps }, { forwardedHeaders }) => ({
      tls: tls && {
        ...(tls.secret === undefined ? {} : { secret: tls.secret }),
        ...(forceHttps && {
          redirect: {
            enable: true,
            code: forceHttps.status,
            // Behind a balancer that ends TLS, each request comes by plain HTTP.
            ...(forwardedHeaders && { basedOn: "x-forwarded-proto" }),
          },
        }),
      },
    }),
    rules: [
      {
        code: "issuer-of-ingresses",
        check: ({ name, tls }) =>
          tls?.issuer === undefined
            ? undefined
            : `makes no certificate for a VirtualServer, because cert-manager reads Ingresses: name the Secret of a Certificate that you make (services.${name}.tls.secret), or leave kind out`,
      },
    ],
  },
  tlsPassthrough: noPassthrough("hands no TLS on by a VirtualServer", "it takes a TransportServer"),
  forceHttps: {
    as: "object",
    docs: { forceHttps: "yes; needs `tls`" },
    rules: [
      {
        code: "needs-tls",
        check: ({ name, forceHttps, tls }, spec) =>
          forceHttps !== undefined && tls === undefined && spec.forwardedHeaders !== undefined
            ? `redirects requests of a VirtualServer only with tls: set services.${name}.tls, or leave kind out`
            : undefined,
      },
    ],
  },
  rewrite: {
    as: "rendered",
    docs: { rewrite: "yes; no drill and no weights with it" },
    proxy: (service) =>
      service.rewrite === undefined ? {} : { rewritePath: rewriteBase(service, service.rewrite) },
  },
  redirect: {
    as: "refused",
    instead: () =>
      "redirects to URLs by Ingress only: leave kind out, or serve it from an ingress-nginx class",
    docs: { redirect: "refused: by Ingress", "redirect.keepPath": "refused: by Ingress" },
  },
  www: bothKindsRows.www,
  appRoot: {
    as: "refused",
    instead: () => "redirects / by Ingress only: leave kind out, or leave appRoot out",
    docs: { appRoot: "refused: by Ingress" },
  },
  upstreamHost: {
    as: "rendered",
    docs: { upstreamHost: "yes" },
    proxy: ({ upstreamHost }) =>
      upstreamHost === undefined ? {} : { requestHeaders: { set: [{ name: "Host", value: upstreamHost }] } },
  },
  protocol: {
    as: "rendered",
    docs: {
      "protocol: https": "yes; the backend's certificate is not verified",
      "protocol: websocket": "yes; every backend's connections may be upgraded",
      "protocol: grpc, grpcs": "refused: by Ingress",
    },
    upstream: ({ protocol }) => ({ tls: protocol === "https" ? { enable: true } : undefined }),
    rules: [
      {
        code: "not-for-grpc",
        check: (service) =>
          isGrpc(service)
            ? "serves gRPC by Ingress only, because a VirtualServer would take it without HTTPS too: leave kind out"
            : undefined,
      },
    ],
  },
  bodySize: {
    as: "rendered",
    docs: { bodySize: "yes" },
    upstream: ({ bodySize }) => ({ "client-max-body-size": bodySize }),
  },
  timeouts: {
    as: "rendered",
    docs: { "timeouts.connect": "yes", "timeouts.read": "yes", "timeouts.send": "yes" },
    upstream: ({ timeouts }) => ({
      "connect-timeout": timeouts.connect,
      "read-timeout": timeouts.read,
      "send-timeout": timeouts.send,
    }),
  },
  buffering: {
    as: "rendered",
    docs: { buffering: "responses; request bodies with `snippets`" },
    upstream: ({ buffering }) => ({ buffering }),
    snippets: [bufferedRequests],
  },
  requestBuffering: bothKindsRows.requestBuffering,
  proxyBufferSize: {
    as: "rendered",
    docs: { proxyBufferSize: "yes" },
    upstream: ({ proxyBufferSize }) => ({
      "buffer-size": proxyBufferSize && formats.size.write(proxyBufferSize),
    }),
  },
  proxyBuffers: {
    as: "rendered",
    docs: { proxyBuffers: "yes" },
    upstream: ({ proxyBuffers }) => ({
      buffers: proxyBuffers && { number: proxyBuffers.number, size: formats.size.write(proxyBuffers.size) },
    }),
  },
  upstreamKeepAlive: {
    as: "rendered",
    docs: { upstreamKeepAlive: "yes" },
    upstream: ({ upstreamKeepAlive }) => ({ keepalive: upstreamKeepAlive }),
  },
  rateLimit: {
    as: "rendered",
    docs: { rateLimit: "yes, by a Policy", "rateLimit.header": "yes; names without `_`" },
    rules: rateHeaderRules,
    policies: ({ rateLimit }) => ({
      "rate-limit": rateLimit && {
        rateLimit: {
          rate: rateOf(rateLimit),
          key: `$\{${rateVariable(rateLimit.header)}}`,
          zoneSize: "10m",
          // F5 refuses 0, which is nginx's own.
          ...(rateLimit.burst > 0 && { burst: rateLimit.burst, noDelay: true }),
          rejectCode: rateLimit.status,
        },
      },
    }),
  },
  allow: {
    as: "rendered",
    docs: { allow: "yes, by a Policy" },
    policies: accessPolicies,
  },
  deny: {
    as: "rendered",
    docs: { deny: "yes, by a Policy; not with `allow`" },
    rules: [
      {
        code: "allow-or-deny",
        check: (service) =>
          hasBothLists(service)
            ? "takes allow or deny for a VirtualServer, and with both would let in what deny names: leave one out, or leave kind out"
            : undefined,
      },
    ],
  },
  connections: {
    as: "refused",
    instead: () =>
      "has no limit of the open requests of a client for a VirtualServer: leave connections out and set rateLimit, or serve it from an ingress-nginx class, or from class haproxy of an edge stack",
    docs: { connections: "refused: it has no field for it" },
  },
  cors: {
    as: "refused",
    instead: () =>
      "answers other origins by Ingress only, because the backend's own headers would stand beside a VirtualServer's: leave kind out, or serve it from an ingress-nginx class",
    docs: { cors: "refused: by Ingress" },
  },
  sticky: {
    as: "rendered",
    docs: {
      sticky: "yes; `expires` in whole seconds, cookie names without `-`",
      "sticky.sameSite, sticky.secure, sticky.httpOnly, sticky.path": "yes",
    },
    upstream: (service) => ({ sessionCookie: sessionCookie(service) }),
    rules: [
      {
        part: "sticky.cookie",
        code: "unsupported-characters",
        check: ({ sticky }) =>
          sticky !== undefined && !/^[A-Za-z0-9_]+$/.test(sticky.cookie)
            ? `cannot name a VirtualServer's cookie "${sticky.cookie}": use only letters, digits and _`
            : undefined,
      },
    ],
  },
  hsts: hstsRow,
  headers: headersRow,
  errorPages: {
    as: "refused",
    instead: () => "has pages for errors by Ingress only: leave kind out, or leave errorPages out",
    docs: { "errorPages.service": "refused: by ingress-nginx", "errorPages.url": "refused: by Ingress" },
  },
  retries: {
    as: "rendered",
    docs: { retries: "yes" },
    upstream: (service, spec) => ({
      "next-upstream": service.retries?.on.join(" "),
      "next-upstream-tries": service.retries?.tries,
      // Unsaid it is F5's own 0, without limit, and not the class's.
      "next-upstream-timeout": serviceTryLimit(service, spec) ?? classTryLimit(spec),
    }),
  },
  basicAuth: {
    as: "rendered",
    docs: { basicAuth: "by a Policy; Secret of type `nginx.org/htpasswd`, key `htpasswd`" },
    policies: ({ basicAuth }) => ({
      "basic-auth": basicAuth && { basicAuth: { secret: basicAuth.secret, realm: basicAuth.realm } },
    }),
  },
  ...guardRows,
  backendTls: { ...guardRows.backendTls, as: "rendered", policies: backendTlsPolicies },
  annotations: {
    as: "object",
    docs: { annotations: "yes; not those of controllers, cert-manager and external-dns" },
    rules: annotationRules,
  },
};

const rows = renderings(virtualServerFields);

/** Fields of a VirtualServer's `spec`. */
export function serverFields(service: ServiceSpec, spec: ClassSpec): Fields {
  return merged(rows.map(({ server }) => server?.(service, spec)));
}

/** Fields of each of its upstreams. */
export function upstreamFields(service: ServiceSpec, spec: ClassSpec): Fields {
  return merged(rows.map(({ upstream }) => upstream?.(service, spec)));
}

/** Fields of the `proxy` action of each of its routes. */
export function proxyFields(service: ServiceSpec): ProxyAction {
  const parts = rows.map(({ proxy }) => proxy?.(service) ?? {});
  const set = parts.flatMap(({ requestHeaders }) => requestHeaders?.set ?? []);
  const response = parts.flatMap(({ responseHeaders }) => responseHeaders ?? []);
  const add = response.flatMap((part) => part.add ?? []);
  const hide = response.flatMap((part) => part.hide ?? []);
  return {
    ...merged(parts),
    ...(set.length > 0 && { requestHeaders: { set } }),
    ...(response.length > 0 && {
      responseHeaders: { ...(hide.length > 0 && { hide }), ...(add.length > 0 && { add }) },
    }),
  };
}

/** Lines of its routes that no field stands for; none if the class has no snippets. */
export function routeLines(service: ServiceSpec, spec: ClassSpec): readonly string[] {
  return snippetLines(rows, service, spec);
}

/** Those lines as its `location-snippets`. */
export function routeSnippet(service: ServiceSpec, spec: ClassSpec): string | undefined {
  return locationSnippet(routeLines(service, spec), spec, "proxy");
}

/** Its Policies. */
export function policySpecs(service: ServiceSpec): PolicySpecs {
  return merged(rows.map(({ policies }) => policies?.(service))) as PolicySpecs;
}

function merged(parts: readonly (object | undefined)[]): Fields {
  const all = parts.flatMap((part) => Object.entries(part ?? {}));
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

function portSentence(port: string | number): string | undefined {
  return typeof port === "number"
    ? undefined
    : `takes ports of a VirtualServer by number, got "${port}": write the number of that port of the Service`;
}

/** What clients are told apart by, as nginx calls it. */
function rateVariable(header: string | undefined): string {
  return header === undefined ? "binary_remote_addr" : headerVariable(header);
}

function sessionCookie(service: ServiceSpec): Fields | undefined {
  const { sticky, forceHttps } = service;
  if (sticky === undefined) return undefined;
  return {
    enable: true,
    name: sticky.cookie,
    ...(sticky.expires === undefined ? {} : { expires: withoutMilliseconds(sticky.expires) }),
    ...(sticky.httpOnly && { httpOnly: true }),
    ...((sticky.secure ?? forceHttps !== undefined) && { secure: true }),
    ...(sticky.sameSite === undefined ? {} : { samesite: sticky.sameSite }),
    path: cookiePath(service),
  };
}
