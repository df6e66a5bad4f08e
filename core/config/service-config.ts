import type {
  AuthServiceArgs,
  BackendArgs,
  BackendTlsArgs,
  BasicAuthArgs,
  ClientCertificateArgs,
  CorsArgs,
  EmergencyArgs,
  ErrorPagesArgs,
  ExternalAuthArgs,
  HeaderArgs,
  HstsArgs,
  HttpGetArgs,
  PathArgs,
  ProbeArgs,
  RateLimitArgs,
  RedirectArgs,
  RetryArgs,
  ServiceArgs,
  StickyArgs,
  TimeoutArgs,
  TlsArgs,
} from "../model/service.ts";
import { pathTypes, protocols, redirectStatuses, serviceKinds } from "../model/service.ts";
import { ingressMetadata, port } from "./class-config.ts";
import { elsewhere } from "./elsewhere.ts";
import { cidrProblem } from "./formats/addresses.ts";
import { wrong } from "./formats/expected.ts";
import { cookieNameProblem, headerNameProblem, headerValueProblem, realmProblem } from "./formats/headers.ts";
import {
  hostProblem,
  originProblem,
  serverNameProblem,
  urlPathProblem,
  urlProblem,
} from "./formats/hosts.ts";
import {
  labelProblem,
  portNameProblem,
  serviceNameProblem,
  subdomainProblem,
} from "./formats/kubernetes-names.ts";
import { expressionProblem, pathProblem, rewriteProblem } from "./formats/paths.ts";
import { authorityProblem, redirectUrlProblem } from "./formats/urls.ts";
import { buffer, buffers, upstreamKeepAlive } from "./performance-config.ts";
import { at } from "./problem-path.ts";
import { boolean, integer, oneOf, text } from "./scalars.ts";
import type { Schema } from "./schema.ts";
import { checked, either, list, mandatory, object, record } from "./schema.ts";
import { duration, size } from "./units.ts";

const serviceName = text(serviceNameProblem, "the name of a Service");
const secret = text(secretProblem, "the name of a Secret");
const issuer = text(subdomainProblem, "the name of an issuer");
const servicePort: Schema<string | number> = either(text(portNameProblem, "a port's name"), port);
const timeout = duration({ min: "1s", max: "24h" });

/** @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream */
const retryConditions = [
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
] as const;

const corsMethods = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"] as const;

const headers: Schema<HeaderArgs> = object<HeaderArgs>({
  request: record(text(headerValueProblem, "a header's value"), headerNameProblem),
  response: record(text(headerValueProblem, "a header's value"), headerNameProblem),
  hide: list(text(headerNameProblem, "a header's name")),
});

const servicePath: Schema<PathArgs> = checked(
  object<PathArgs>({ path: mandatory(text(() => undefined, "a path")), type: oneOf(pathTypes) }),
  ({ path, type }, place) => {
    const message = type === "Regex" ? expressionProblem(path) : pathProblem(path);
    return message === undefined ? [] : [{ path: at(place, "path"), code: "wrong-value", message }];
  },
);

const probe: Schema<ProbeArgs> = object<ProbeArgs>({
  httpGet: object<HttpGetArgs>({
    path: mandatory(text(probePathProblem, "a path")),
    status: integer({ min: 200, max: 599 }),
    host: text(hostProblem, "a DNS name"),
  }),
  grpc: object<NonNullable<ProbeArgs["grpc"]>>({
    service: text(grpcServiceProblem, "the name of a gRPC service"),
  }),
  port: servicePort,
  timeout: duration({ min: "100ms", max: "30s" }),
});

const wholeRate = integer({ min: 1, max: 1_000_000 });

/** A rate with a fraction is one per minute. */
const perSecond: Schema<number> = {
  ...wholeRate,
  parse(input, path) {
    const parsed = wholeRate.parse(input, path);
    if (parsed.ok || typeof input !== "number" || !(input > 0 && input < 1000)) return parsed;
    const instead = `: set requestsPerMinute instead, to ${Math.max(1, Math.round(input * 60))} for example`;
    return {
      ok: false,
      problems: parsed.problems.map((problem) => ({ ...problem, message: problem.message + instead })),
    };
  },
};

/** One service of `exposure:services`, or one file of the catalogue. */
export const serviceConfig: Schema<ServiceArgs> = object<ServiceArgs>(
  {
    class: text(),
    namespace: text(labelProblem, "the name of a namespace"),
    ingress: text(subdomainProblem, "the name of an Ingress"),
    kind: oneOf(serviceKinds),
    hosts: list(text(hostProblem, "a DNS name"), 1),
    paths: list(servicePath, 1),
    backend: mandatory(
      object<BackendArgs>({ service: mandatory(serviceName), port: mandatory(servicePort), probe }),
    ),
    emergency: object<EmergencyArgs>({
      service: mandatory(serviceName),
      port: servicePort,
      protocol: oneOf(protocols),
      rewrite: either(text(rewriteProblem, "a path"), oneOf([false])),
      upstreamHost: either(text(authorityProblem, "a host"), oneOf([false])),
      probe,
    }),
    tls: either(boolean(), object<TlsArgs>({ secret, issuer, clusterIssuer: issuer })),
    tlsPassthrough: boolean(),
    forceHttps: either(boolean(), oneOf([301, 302, 307, 308])),
    rewrite: text(rewriteProblem, "a path"),
    redirect: object<RedirectArgs>({
      to: mandatory(text(redirectUrlProblem, "a URL")),
      status: oneOf(redirectStatuses),
      keepPath: boolean(),
    }),
    www: boolean(),
    appRoot: text(pathProblem, "a path"),
    upstreamHost: text(authorityProblem, "a host"),
    protocol: oneOf(protocols),
    bodySize: size({ min: "0" }),
    timeouts: object<TimeoutArgs>({
      connect: duration({ min: "1s", max: "75s" }),
      read: timeout,
      send: timeout,
    }),
    buffering: boolean(),
    requestBuffering: boolean(),
    proxyBufferSize: buffer,
    proxyBuffers: buffers,
    upstreamKeepAlive,
    rateLimit: object<RateLimitArgs>({
      requestsPerSecond: perSecond,
      requestsPerMinute: integer({ min: 1, max: 1_000_000 }),
      header: text(headerNameProblem, "a header's name"),
      burst: integer({ min: 0, max: 10_000_000 }),
      status: integer({ min: 400, max: 599 }),
    }),
    allow: list(text(cidrProblem, "a CIDR"), 1),
    deny: list(text(cidrProblem, "a CIDR"), 1),
    connections: integer({ min: 1, max: 65_535 }),
    cors: object<CorsArgs>({
      origins: mandatory(list(text(originProblem, "an origin"), 1)),
      methods: list(oneOf<string>(corsMethods), 1),
      headers: list(text(headerNameProblem, "a header's name"), 1),
      credentials: boolean(),
      exposeHeaders: list(text(headerNameProblem, "a header's name"), 1),
      maxAge: duration({ min: "0s", max: "30d" }),
    }),
    sticky: either(
      boolean(),
      object<StickyArgs>({
        cookie: text(cookieNameProblem, "a cookie's name"),
        expires: duration({ min: "1s" }),
        sameSite: oneOf(["strict", "lax", "none"]),
        secure: boolean(),
        httpOnly: boolean(),
        path: text(pathProblem, "a path"),
      }),
    ),
    hsts: either(
      boolean(),
      object<HstsArgs>({ maxAge: duration({ min: "0s", max: "3650d" }), includeSubdomains: boolean() }),
    ),
    headers,
    errorPages: object<ErrorPagesArgs>({
      statuses: mandatory(list(integer({ min: 400, max: 599 }), 1)),
      service: serviceName,
      url: text(redirectUrlProblem, "a URL"),
    }),
    retries: object<RetryArgs>({
      on: list(oneOf<string>(retryConditions), 1),
      tries: integer({ min: 1, max: 100 }),
      timeout,
    }),
    basicAuth: object<BasicAuthArgs>({
      secret: mandatory(secret),
      realm: text(realmProblem, "a realm"),
    }),
    externalAuth: object<ExternalAuthArgs>({
      url: text(urlProblem, "a URL"),
      service: object<AuthServiceArgs>({
        name: mandatory(serviceName),
        port: mandatory(port),
        path: text(urlPathProblem, "a path"),
      }),
      signIn: text(urlProblem, "a URL"),
      responseHeaders: list(text(headerNameProblem, "a header's name"), 1),
    }),
    clientCertificate: object<ClientCertificateArgs>({
      ca: mandatory(secret),
      optional: boolean(),
      depth: integer({ min: 1, max: 10 }),
    }),
    backendTls: object<BackendTlsArgs>({
      ca: secret,
      serverName: text(serverNameProblem, "a DNS name"),
      clientCertificate: secret,
      verify: boolean(),
    }),
    ...ingressMetadata,
    unchecked: boolean(),
  },
  elsewhere,
);

/** A Secret as `namespace/name` is a class's form: a service reads its own namespace. */
function secretProblem(name: string): string | undefined {
  return name.includes("/")
    ? `${wrong("the name of a Secret", name)}: it lies in the service's namespace, so leave out what is before "/"`
    : subdomainProblem(name);
}

/** Refuses what would end the request line, or would not be sent. */
function probePathProblem(path: string): string | undefined {
  return /^\/[!-"$-~]*$/.test(path)
    ? undefined
    : wrong('a path that begins with "/", in printable ASCII without spaces or "#"', path);
}

function grpcServiceProblem(name: string): string | undefined {
  return /^[\w.-]{1,200}$/.test(name)
    ? undefined
    : wrong('the name of a gRPC service (letters, digits, ".", "-" and "_")', name);
}
