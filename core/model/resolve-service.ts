import { defined } from "./defined.ts";
import type { Backend, EmergencyArgs, ProbeArgs, ProbeSpec, ServiceArgs, ServiceSpec } from "./service.ts";

/** A service's args with every default decided. `defaultClass` serves those that name no class. */
export function resolveService(name: string, args: ServiceArgs, defaultClass: string): ServiceSpec {
  const { bodySize, buffering, requestBuffering, rewrite, redirect, appRoot, upstreamHost } = args;
  const { proxyBufferSize, proxyBuffers, upstreamKeepAlive, basicAuth } = args;
  return defined<ServiceSpec>({
    name,
    class: args.class ?? defaultClass,
    namespace: args.namespace ?? "default",
    ingress: args.ingress ?? name,
    kind: args.kind ?? "Ingress",
    hosts: args.hosts ?? [],
    paths: (args.paths ?? [{ path: "/" }]).map(({ path, type }) => ({ path, type: type ?? "Prefix" })),
    backend: { service: args.backend.service, port: args.backend.port },
    probes: resolveProbes(args),
    protocol: args.protocol ?? "http",
    timeouts: args.timeouts ?? {},
    allow: args.allow ?? [],
    deny: args.deny ?? [],
    connections: args.connections,
    cors: resolveCors(args.cors),
    headers: { request: {}, response: {}, hide: [], ...args.headers },
    annotations: args.annotations ?? {},
    labels: args.labels ?? {},
    tlsPassthrough: args.tlsPassthrough ?? false,
    unchecked: args.unchecked ?? false,
    bodySize,
    buffering,
    requestBuffering,
    proxyBufferSize,
    proxyBuffers,
    errorPages: args.errorPages,
    rewrite,
    redirect: redirect && { status: 302, keepPath: false, ...redirect },
    www: args.www ?? false,
    appRoot,
    upstreamHost,
    upstreamKeepAlive,
    emergency: resolveEmergency(args),
    standby: resolveStandby(args.emergency),
    tls: resolveTls(name, args.tls),
    forceHttps: resolveForceHttps(args.forceHttps),
    rateLimit: resolveRateLimit(args.rateLimit),
    sticky: resolveSticky(args.sticky),
    hsts: resolveHsts(args.hsts),
    retries: args.retries && { on: ["error", "timeout"], tries: 3, ...args.retries },
    externalAuth: resolveExternalAuth(args),
    clientCertificate: args.clientCertificate && { optional: false, depth: 1, ...args.clientCertificate },
    backendTls: args.backendTls,
    basicAuth: basicAuth && { realm: "Authentication required", ...basicAuth },
  });
}

function resolveEmergency({ emergency, backend }: ServiceArgs): Backend | undefined {
  return emergency && { service: emergency.service, port: emergency.port ?? backend.port };
}

function resolveStandby({
  protocol,
  rewrite,
  upstreamHost,
}: Partial<EmergencyArgs> = {}): ServiceSpec["standby"] {
  const standby = defined<NonNullable<ServiceSpec["standby"]>>({ protocol, rewrite, upstreamHost });
  return Object.keys(standby).length === 0 ? undefined : standby;
}

function resolveProbes({ backend, emergency }: ServiceArgs): ServiceSpec["probes"] {
  return defined<ServiceSpec["probes"]>({
    primary: backend.probe && resolveProbe(backend.probe, backend.port),
    emergency: emergency?.probe && resolveProbe(emergency.probe, emergency.port ?? backend.port),
  });
}

function resolveProbe({ httpGet, grpc, ...args }: ProbeArgs, port: Backend["port"]): ProbeSpec {
  const common = { port, timeout: "2s" as const, ...args };
  return httpGet === undefined ? { ...common, grpc: { service: "", ...grpc } } : { ...common, httpGet };
}

function resolveTls(name: string, tls: ServiceArgs["tls"]): ServiceSpec["tls"] {
  if (tls === undefined || tls === false) return undefined;
  if (tls === true) return {};
  const { secret, issuer, clusterIssuer } = tls;
  if (clusterIssuer !== undefined) {
    return { secret: secret ?? `${name}-tls`, issuer: { kind: "ClusterIssuer", name: clusterIssuer } };
  }
  if (issuer !== undefined) {
    return { secret: secret ?? `${name}-tls`, issuer: { kind: "Issuer", name: issuer } };
  }
  return secret === undefined ? {} : { secret };
}

function resolveForceHttps(force: ServiceArgs["forceHttps"]): ServiceSpec["forceHttps"] {
  if (force === undefined || force === false) return undefined;
  // 308 keeps method and body, which 301 lets clients drop.
  return { status: force === true ? 308 : force };
}

function resolveRateLimit(limit: ServiceArgs["rateLimit"]): ServiceSpec["rateLimit"] {
  if (limit === undefined) return undefined;
  const { requestsPerSecond, requestsPerMinute = 0, ...others } = limit;
  const requests = requestsPerSecond ?? requestsPerMinute;
  const per = requestsPerSecond === undefined ? "minute" : "second";
  return { requests, per, burst: requests * 5, status: 429, ...others };
}

function resolveCors(cors: ServiceArgs["cors"]): ServiceSpec["cors"] {
  return (
    cors && {
      methods: ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"],
      headers: ["Accept", "Authorization", "Cache-Control", "Content-Type", "Range", "X-Requested-With"],
      credentials: false,
      exposeHeaders: [],
      maxAge: "1h",
      ...cors,
    }
  );
}

function resolveExternalAuth({
  externalAuth,
  namespace = "default",
}: ServiceArgs): ServiceSpec["externalAuth"] {
  if (externalAuth === undefined) return undefined;
  const { url, service, responseHeaders = [], signIn } = externalAuth;
  const { name = "", port = 80, path = "/" } = service ?? {};
  return defined<NonNullable<ServiceSpec["externalAuth"]>>({
    url: url ?? `http://${name}.${namespace}.svc.cluster.local:${port}${path}`,
    signIn,
    responseHeaders,
  });
}

function resolveSticky(sticky: ServiceArgs["sticky"]): ServiceSpec["sticky"] {
  if (sticky === undefined || sticky === false) return undefined;
  return { cookie: "exposure", httpOnly: true, ...(sticky === true ? {} : sticky) };
}

function resolveHsts(hsts: ServiceArgs["hsts"]): ServiceSpec["hsts"] {
  if (hsts === undefined || hsts === false) return undefined;
  return { maxAge: "365d", includeSubdomains: false, ...(hsts === true ? {} : hsts) };
}
