import type { ClassSpec } from "../../model/class.ts";
import { type ActiveBackend, servedView } from "../../model/failover.ts";
import { hasTls, isGrpc, type ServiceSpec } from "../../model/service.ts";
import { toSeconds, withoutMilliseconds } from "../../model/units.ts";
import { annotationRules } from "../annotations.ts";
import { commonRows, type FieldTable, renderings } from "../fields.ts";
import type { Annotations } from "../ingress.ts";
import { formats } from "../nginx/knobs.ts";
import { serviceTryLimit } from "../nginx/next-upstream.ts";
import { hasExpression } from "../nginx/path-order.ts";
import {
  errorPageLines,
  grpcBodyTimeout,
  grpcRetries,
  passedBy,
  redirectLine,
  snippetLines,
} from "../nginx/service-snippets.ts";
import { cookiePath, rewriteBase } from "../paths.ts";
import { servingPorts } from "../ports.ts";
import { noPassthrough } from "../tls-passthrough.ts";
import { f5Annotations } from "./annotations.ts";
import { bothKindsRows, bufferedRequests, headerVariable, locationSnippet, rateOf } from "./both-kinds.ts";
import { corsRow } from "./cors.ts";
import { backendTlsPolicies, guardRows } from "./guards.ts";
import { headersRow, rateHeaderRules } from "./headers.ts";
import { pathRules, rewriteRules } from "./paths.ts";
import { accessPolicies, accessRule, hasCustomResources, type PolicySpecs, policyNames } from "./policies.ts";
import type { F5Rendering } from "./rendering.ts";

/**
 * What F5 NGINX Ingress Controller 5.5 does with each field of a service that is an Ingress. The order of the
 * rows is that of the snippets' lines in nginx's configuration.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/
 */
export const f5Fields: FieldTable<F5Rendering> = {
  ...commonRows,
  kind: { as: "object", docs: { kind: "`VirtualServer`: see the next column" } },
  hosts: {
    as: "rendered",
    docs: {
      hosts: "yes; several services on one host: a master Ingress for the host, a minion for each service",
    },
    // The ports of a server without a host come from the controller's arguments.
    server: ({ hosts }, spec) => {
      const { http } = servingPorts(spec);
      return { "nginx.org/listen-ports": hosts.length === 0 || http === 80 ? undefined : String(http) };
    },
  },
  paths: {
    as: "rendered",
    docs: {
      paths: "by elements, as Kubernetes defines them: Prefix `/v2` becomes Exact `/v2` and Prefix `/v2/`",
      "paths[].type: Regex":
        "all paths of the service or none; before Prefix paths of the host, after Exact ones; others keep their case",
    },
    annotations: ({ service }) => ({
      "nginx.org/path-regex": hasExpression(service) ? "case_insensitive" : undefined,
    }),
    rules: pathRules,
  },
  emergency: { as: "program", docs: { emergency: "yes; drill and weights by a VirtualServer" } },
  standby: {
    as: "program",
    docs: {
      "emergency.protocol": "yes",
      "emergency.rewrite": "yes",
      "emergency.upstreamHost": "refused: by VirtualServer",
    },
  },
  probes: bothKindsRows.probes,
  tls: {
    as: "rendered",
    docs: {
      "tls: true": "the class's default certificate",
      "tls.secret": "yes; without hosts only the class's",
      "tls.issuer, tls.clusterIssuer":
        "yes; cert-manager answers HTTP-01 by a [minion](certificates.md#http-01-on-f5)",
    },
    server: ({ hosts, tls }, spec) => {
      const { https } = servingPorts(spec);
      const other = hosts.length > 0 && tls !== undefined && https !== 443;
      return { "nginx.org/listen-ports-ssl": other ? String(https) : undefined };
    },
    once: {
      field: "tls",
      words: "HTTPS and its certificate",
      value: ({ tls }) => (tls === undefined ? "off" : [tls.secret ?? true, tls.issuer ?? "none"]),
    },
  },
  tlsPassthrough: noPassthrough("hands no TLS on by an Ingress", "it takes a TransportServer"),
  forceHttps: {
    as: "rendered",
    docs: { forceHttps: "one status for each host" },
    // F5 redirects by default if the server has HTTPS, which one without a host always has.
    server: ({ hosts, tls, forceHttps }, { forwardedHeaders }) => ({
      // Behind a balancer that ends TLS, each request comes by plain HTTP: a redirect of its own would have no end.
      "nginx.org/ssl-redirect":
        tls !== undefined || hosts.length === 0
          ? String(forceHttps !== undefined && forwardedHeaders === undefined)
          : undefined,
      "nginx.org/redirect-to-https": forceHttps && forwardedHeaders && "true",
      "nginx.org/http-redirect-code": forceHttps && String(forceHttps.status),
    }),
    once: {
      field: "forceHttps",
      words: "the redirect to HTTPS",
      value: ({ forceHttps }) => forceHttps?.status ?? "off",
    },
  },
  rewrite: {
    as: "rendered",
    docs: { rewrite: "yes; not for gRPC" },
    annotations: ({ service, backend }) => {
      if (service.rewrite === undefined) return {};
      // nginx has no proxy_pass with a path in a location that is an expression.
      if (hasExpression(service)) return { "nginx.org/rewrite-target": service.rewrite };
      return {
        "nginx.org/rewrites": `serviceName=${backend.service} rewrite=${rewriteBase(service, service.rewrite)}`,
      };
    },
    rules: rewriteRules,
  },
  redirect: {
    as: "rendered",
    docs: { redirect: "with `snippets`", "redirect.keepPath": "with `snippets`" },
    snippets: [
      {
        lines: ({ redirect }) => (redirect === undefined ? [] : [redirectLine(redirect)]),
        sentence: "redirects to URLs by snippets only: use an ingress-nginx class",
      },
    ],
  },
  www: bothKindsRows.www,
  appRoot: {
    as: "rendered",
    docs: { appRoot: "for each host" },
    server: ({ appRoot }) => ({ "nginx.org/app-root": appRoot }),
  },
  upstreamHost: {
    as: "refused",
    // A snippet would add a second Host beside the template's.
    instead: () =>
      "sends backends the client's Host by an Ingress: set kind to VirtualServer, or use an ingress-nginx class",
    docs: { upstreamHost: "refused: by VirtualServer" },
  },
  protocol: {
    as: "rendered",
    docs: {
      "protocol: https": "yes; the backend's certificate is not verified",
      "protocol: websocket": "yes",
      "protocol: grpc, grpcs": "over HTTPS; turns HTTP/2 on for the class",
    },
    annotations: ({ service: { protocol }, backend: { service } }) => ({
      "nginx.org/grpc-services": protocol === "grpc" || protocol === "grpcs" ? service : undefined,
      "nginx.org/ssl-services": hasTls(protocol) ? service : undefined,
      "nginx.org/websocket-services": protocol === "websocket" ? service : undefined,
    }),
  },
  timeouts: {
    as: "rendered",
    docs: { "timeouts.connect": "yes", "timeouts.read": "yes", "timeouts.send": "yes" },
    annotations: ({ service: { timeouts } }) => ({
      "nginx.org/proxy-connect-timeout": timeouts.connect,
      "nginx.org/proxy-read-timeout": timeouts.read,
      "nginx.org/proxy-send-timeout": timeouts.send,
    }),
    snippets: [grpcBodyTimeout],
  },
  buffering: {
    as: "rendered",
    docs: { buffering: "responses; request bodies with `snippets`; not for gRPC" },
    annotations: ({ service: { buffering } }) => ({
      "nginx.org/proxy-buffering": buffering === undefined ? undefined : String(buffering),
    }),
    snippets: [bufferedRequests],
  },
  requestBuffering: bothKindsRows.requestBuffering,
  proxyBufferSize: {
    as: "rendered",
    docs: { proxyBufferSize: "yes" },
    annotations: ({ service: { proxyBufferSize } }) => ({
      "nginx.org/proxy-buffer-size": proxyBufferSize && formats.size.write(proxyBufferSize),
    }),
  },
  proxyBuffers: {
    as: "rendered",
    docs: { proxyBuffers: "yes" },
    annotations: ({ service: { proxyBuffers } }) => ({
      "nginx.org/proxy-buffers": proxyBuffers && formats.buffers.write(proxyBuffers),
    }),
  },
  upstreamKeepAlive: {
    as: "rendered",
    docs: { upstreamKeepAlive: "for each host, 1 at least" },
    server: ({ upstreamKeepAlive }) => ({
      "nginx.org/keepalive": upstreamKeepAlive === undefined ? undefined : String(upstreamKeepAlive),
    }),
    once: {
      field: "upstreamKeepAlive",
      words: "upstream keep-alive",
      value: ({ upstreamKeepAlive }) => upstreamKeepAlive ?? "the class's",
    },
  },
  rateLimit: {
    as: "rendered",
    docs: { rateLimit: "yes", "rateLimit.header": "yes; names without `_`" },
    rules: rateHeaderRules,
    annotations: ({ service: { rateLimit } }) =>
      rateLimit === undefined
        ? {}
        : {
            "nginx.org/limit-req-rate": rateOf(rateLimit),
            "nginx.org/limit-req-key": rateLimit.header && `$\{${headerVariable(rateLimit.header)}}`,
            "nginx.org/limit-req-burst": String(rateLimit.burst),
            "nginx.org/limit-req-no-delay": "true",
            "nginx.org/limit-req-reject-code": String(rateLimit.status),
          },
  },
  // Before allow: nginx goes by the first line that fits an address.
  deny: {
    as: "rendered",
    docs: { deny: "by a Policy with `customResources`, not beside `allow`; or with `snippets`" },
    rules: [accessRule("deny")],
    snippets: [{ lines: ({ deny }) => deny.map((cidr) => `deny ${cidr};`) }],
  },
  allow: {
    as: "rendered",
    docs: { allow: "by a Policy with `customResources`, or with `snippets`" },
    rules: [accessRule("allow")],
    snippets: [
      {
        lines: ({ allow }) =>
          allow.length === 0 ? [] : [...allow.map((cidr) => `allow ${cidr};`), "deny all;"],
      },
    ],
  },
  connections: {
    as: "refused",
    instead: () =>
      "limits the open requests of a client only by a zone in nginx's http block, without which it would not start: leave connections out and set rateLimit, or serve it from an ingress-nginx class, or from class haproxy of an edge stack",
    docs: { connections: "refused: it has no annotation for it" },
  },
  cors: corsRow,
  sticky: {
    as: "rendered",
    docs: {
      sticky: "yes; `expires` in whole seconds",
      "sticky.sameSite, sticky.secure, sticky.httpOnly, sticky.path": "yes",
    },
    annotations: ({ service, backend }) => ({
      "nginx.org/sticky-cookie-services": stickyCookie(service, backend.service),
    }),
  },
  hsts: {
    as: "rendered",
    docs: { hsts: "for each host; always with `preload`" },
    server: ({ hsts }, { forwardedHeaders }) => ({
      "nginx.org/hsts": hsts && "true",
      "nginx.org/hsts-behind-proxy": hsts && forwardedHeaders && "true",
      "nginx.org/hsts-max-age": hsts && String(toSeconds(hsts.maxAge)),
      "nginx.org/hsts-include-subdomains": hsts && String(hsts.includeSubdomains),
    }),
    once: { field: "hsts", words: "HSTS", value: ({ hsts }) => hsts ?? "off" },
  },
  headers: headersRow,
  errorPages: {
    as: "rendered",
    docs: {
      "errorPages.service": "refused: it has no annotation for it",
      "errorPages.url": "with `snippets`",
    },
    rules: [
      {
        part: "errorPages.service",
        code: "unsupported",
        check: ({ errorPages }) =>
          errorPages?.service === undefined
            ? undefined
            : "takes pages for errors from no Service: set errorPages.url, or use an ingress-nginx class",
      },
    ],
    snippets: [errorPageLines],
  },
  retries: {
    as: "rendered",
    docs: { retries: "yes; for gRPC with `snippets`" },
    annotations: ({ service }, spec) => ({
      "nginx.org/proxy-next-upstream-timeout": serviceTryLimit(service, spec),
      ...(service.retries !== undefined &&
        !isGrpc(service) && {
          "nginx.org/proxy-next-upstream": service.retries.on.join(" "),
          "nginx.org/proxy-next-upstream-tries": String(service.retries.tries),
        }),
    }),
    snippets: [grpcRetries],
  },
  bodySize: {
    as: "rendered",
    docs: { bodySize: "yes; for gRPC once for the class, or with `snippets`" },
    annotations: ({ service }) => ({
      "nginx.org/client-max-body-size": isGrpc(service) ? undefined : service.bodySize,
    }),
    // The template writes client_max_body_size into HTTP locations only. Without snippets the class has one for all.
    snippets: [
      {
        lines: (service) =>
          isGrpc(service) && service.bodySize !== undefined
            ? [`client_max_body_size ${service.bodySize};`]
            : [],
      },
    ],
  },
  basicAuth: {
    as: "rendered",
    docs: { basicAuth: "Secret of type `nginx.org/htpasswd`, key `htpasswd`" },
    annotations: ({ service: { basicAuth } }) => ({
      "nginx.org/basic-auth-secret": basicAuth?.secret,
      "nginx.org/basic-auth-realm": basicAuth?.realm,
    }),
  },
  ...guardRows,
  annotations: { as: "object", docs: { annotations: "yes" }, rules: annotationRules(f5Annotations) },
};

const rows = renderings(f5Fields);

export const hostSettings = rows.flatMap(({ once }) => (once === undefined ? [] : [once]));

/** Lines of a service's locations that no annotation stands for; none if the class has no snippets. */
export function f5SnippetLines(service: ServiceSpec, spec: ClassSpec): readonly string[] {
  return snippetLines(rows, service, spec);
}

/** Policies of a service's Ingress: none where its lines say the same. */
export function servicePolicies(service: ServiceSpec, spec: ClassSpec): PolicySpecs {
  if (!hasCustomResources(spec)) return {};
  return { ...(spec.snippets ? {} : accessPolicies(service)), ...backendTlsPolicies(service) };
}

/** Annotations of a service's own Ingress. */
export function serviceAnnotations(switched: ActiveBackend, spec: ClassSpec): Annotations {
  const active = { ...switched, service: servedView(switched) };
  const lines = f5SnippetLines(active.service, spec);
  return {
    ...merged(rows.map(({ annotations }) => annotations?.(active, spec))),
    "nginx.org/location-snippets": locationSnippet(lines, spec, passedBy(active.service)),
    "nginx.org/policies": policyList(active.service, spec),
  };
}

/** Those of the user's own go with the program's. */
function policyList(service: ServiceSpec, spec: ClassSpec): string | undefined {
  const own = service.annotations["nginx.org/policies"];
  const all = [...(own === undefined ? [] : [own]), ...policyNames(service, servicePolicies(service, spec))];
  return all.length === 0 ? undefined : all.join(",");
}

/** See `F5Rendering.server`. */
export function serverAnnotations(service: ServiceSpec, spec: ClassSpec): Annotations {
  return merged(rows.map(({ server }) => server?.(service, spec)));
}

function merged(parts: readonly (Annotations | undefined)[]): Annotations {
  return Object.assign({}, ...parts);
}

function stickyCookie(service: ServiceSpec, backend: string): string | undefined {
  const { sticky, forceHttps } = service;
  if (sticky === undefined) return undefined;
  const parameters = [
    sticky.cookie,
    ...(sticky.expires === undefined ? [] : [`expires=${withoutMilliseconds(sticky.expires)}`]),
    ...(sticky.httpOnly ? ["httponly"] : []),
    ...((sticky.secure ?? forceHttps !== undefined) ? ["secure"] : []),
    ...(sticky.sameSite === undefined ? [] : [`samesite=${sticky.sameSite}`]),
    `path=${cookiePath(service)}`,
  ];
  return `serviceName=${backend} ${parameters.join(" ")}`;
}
