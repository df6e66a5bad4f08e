import type { Buffers } from "./performance.ts";
import type { Duration, Size } from "./units.ts";

/** What a service's backend speaks. `websocket` is HTTP whose connections may be upgraded. */
export type Protocol = "http" | "https" | "grpc" | "grpcs" | "websocket";

export const protocols = [
  "http",
  "https",
  "grpc",
  "grpcs",
  "websocket",
] as const satisfies readonly Protocol[];

/** The kind of object that a service becomes. */
export type ServiceKind = "Ingress" | "VirtualServer";

export const serviceKinds = ["Ingress", "VirtualServer"] as const satisfies readonly ServiceKind[];

/**
 * How a path matches. As Kubernetes defines it, `Prefix` by elements, `Exact` as a whole. `Regex`: the request's path,
 * decoded, begins with what the expression matches; case does not count.
 */
export type PathType = "Prefix" | "Exact" | "Regex";

export const pathTypes = ["Prefix", "Exact", "Regex"] as const satisfies readonly PathType[];

/** A path of a service. */
export interface PathArgs {
  /**
   * Begins with `/`. A Regex path has classes, groups, alternatives within groups, repetitions, and `$` for the end; no
   * lookarounds and no backreferences.
   */
  readonly path: string;
  /** How the path matches. Not on HAProxy: `Regex`. @default "Prefix" */
  readonly type?: PathType;
}

/** A GET request as a check. */
export interface HttpGetArgs {
  /** Begins with `/`; may have a query. */
  readonly path: string;
  /** The status expected, 200 to 599. @default any from 200 to 399, as for the kubelet's probes */
  readonly status?: number;
  /** The `Host` header sent. @default the API server's name */
  readonly host?: string;
}

/** A call of `grpc.health.v1.Health/Check`. */
export interface GrpcHealthArgs {
  /** The gRPC service asked about. @default none: the server as a whole */
  readonly service?: string;
}

/**
 * A check of a backend before requests are sent to it: either `httpGet` or `grpc`, named as in a pod's probes. The API
 * server sends it for the user who runs the program, with TLS where the service's `protocol` has TLS.
 */
export interface ProbeArgs {
  /** A GET request. @default none: `grpc` is set */
  readonly httpGet?: HttpGetArgs;
  /** A call of `grpc.health.v1.Health/Check` for a gRPC `service`, or without one for the server. @default none: `httpGet` is set */
  readonly grpc?: GrpcHealthArgs;
  /** Name or number of the Service's port. @default the backend's port */
  readonly port?: string | number;
  /** Maximum time for the answer, 100ms to 30s. @default "2s" */
  readonly timeout?: Duration;
}

/** The backend that serves a service. */
export interface BackendArgs {
  /** Name of the Service, in the namespace of the Ingress. */
  readonly service: string;
  /** Name or number of the Service's port. */
  readonly port: string | number;
  /** Checked before requests return to it from the emergency backend. @default none: only its endpoints are counted */
  readonly probe?: ProbeArgs;
}

/** The backend that serves while the emergency switch is on. */
export interface EmergencyArgs {
  /** Name of the Service, in the namespace of the Ingress. */
  readonly service: string;
  /** Name or number of the Service's port. @default the primary backend's port */
  readonly port?: string | number;
  /** What it speaks: gRPC only if the primary does. Not on HAProxy. @default the service's `protocol` */
  readonly protocol?: Protocol;
  /**
   * Replaces the matched path of its requests, as the service's own `rewrite` does; `false` leaves the path as it is.
   * Not on HAProxy.
   * @default the service's `rewrite`
   */
  readonly rewrite?: string | false;
  /**
   * Host that it is asked for, as the service's own `upstreamHost`; `false` leaves the client's. Not on HAProxy.
   * @default the service's `upstreamHost`
   */
  readonly upstreamHost?: string | false;
  /** Checked before requests go to it. @default none: only its endpoints are counted */
  readonly probe?: ProbeArgs;
}

/** A limit of the requests of each client address. One of `requestsPerSecond` and `requestsPerMinute` is set. */
export interface RateLimitArgs {
  /** Requests per second. @default none: `requestsPerMinute` is set */
  readonly requestsPerSecond?: number;
  /** Requests per minute. @default none: `requestsPerSecond` is set */
  readonly requestsPerMinute?: number;
  /**
   * Name of a request header whose value is counted by, in place of the client's address. A request without it is not
   * limited. Not on ingress-nginx.
   * @default the client's address
   */
  readonly header?: string;
  /** Requests above the rate that are served without delay before further ones are refused. @default 5 × the rate */
  readonly burst?: number;
  /** Status of a refused request, 400 to 599. ingress-nginx has one for the whole class. @default 429 */
  readonly status?: number;
}

/** The cookie that keeps a client at one endpoint. */
export interface StickyArgs {
  /** Name of the cookie. @default "exposure" */
  readonly cookie?: string;
  /** Lifetime of the cookie, in whole seconds. Not on HAProxy. @default the browser session */
  readonly expires?: Duration;
  /** When browsers send it with requests from other sites; `none` needs HTTPS. @default browsers' own choice, Lax mostly */
  readonly sameSite?: "strict" | "lax" | "none";
  /** Whether browsers send it over HTTPS only. @default true with `forceHttps`; ingress-nginx: for each request over HTTPS */
  readonly secure?: boolean;
  /** Keeps it from scripts of the page. Always on ingress-nginx. @default true */
  readonly httpOnly?: boolean;
  /** Path below which browsers send it; covers the service's paths. Not on HAProxy. @default the service's path, or `/` */
  readonly path?: string;
}

/**
 * Which pages of other origins may read the answers (CORS). The controller answers `OPTIONS` by itself. The backend
 * sends none of these headers, or the controller's take their place.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export interface CorsArgs {
  /** Origins such as `https://shop.example.com`, `https://*.example.com` for one label more, or `*` alone for all. */
  readonly origins: readonly string[];
  /** Methods allowed. @default ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"] */
  readonly methods?: readonly string[];
  /** Request headers allowed. @default ["Accept", "Authorization", "Cache-Control", "Content-Type", "Range", "X-Requested-With"] */
  readonly headers?: readonly string[];
  /** Lets pages send cookies and passwords. Not with origin `*`. @default false */
  readonly credentials?: boolean;
  /** Response headers that pages may read beyond those that browsers always show. @default none */
  readonly exposeHeaders?: readonly string[];
  /** Time for which browsers keep the answer to a question, in whole seconds. @default "1h" */
  readonly maxAge?: Duration;
}

/** F5 always adds `preload`; ingress-nginx has one setting for all services of a class with HTTPS. */
export interface HstsArgs {
  /** Time a browser keeps to HTTPS, in whole seconds. @default "365d" */
  readonly maxAge?: Duration;
  /** Whether it covers the subdomains of the host. @default false */
  readonly includeSubdomains?: boolean;
}

/** On ingress-nginx, and for gRPC on F5, only if the class has `snippets`. */
export interface HeaderArgs {
  /** Headers set on the request to the backend, by name. Not on HAProxy: values with nginx variables. @default none */
  readonly request?: Readonly<Record<string, string>>;
  /** Headers added to every response, errors included, by name. @default none */
  readonly response?: Readonly<Record<string, string>>;
  /** Names of headers removed from the backend's response. @default none */
  readonly hide?: readonly string[];
}

/** What clients get in place of errors, the proxy's own included. Only one of `service` and `url`. */
export interface ErrorPagesArgs {
  /** Statuses that are replaced, 400 to 599. */
  readonly statuses: readonly number[];
  /**
   * Service of the namespace, which is asked for `/` on its first port, with the status as header `X-Code`. ingress-nginx
   * only, which asks it for everything while the backend has no endpoints.
   * @default none: `url` is set
   */
  readonly service?: string;
  /** URL that clients are redirected to (302). On nginx only, if the class has `snippets`. @default none: `service` is set */
  readonly url?: string;
}

/** When a request is tried at another endpoint. */
export interface RetryArgs {
  /** Conditions for the next try, as nginx names them: `http_502` for example. @default ["error", "timeout"] */
  readonly on?: readonly string[];
  /** Tries in total, the first included. @default 3 */
  readonly tries?: number;
  /** Time after which no further try begins. Not on HAProxy. @default no limit but `tries` */
  readonly timeout?: Duration;
}

/** User and password that clients must send (HTTP basic authentication). */
export interface BasicAuthArgs {
  /**
   * Secret in the namespace of the Ingress. F5: type `nginx.org/htpasswd`, key `htpasswd`; ingress-nginx: key `auth`;
   * HAProxy: a key for each user, its value the hash as crypt(3) makes it.
   */
  readonly secret: string;
  /** What a browser shows beside its question. @default "Authentication required" */
  readonly realm?: string;
}

/** How the proxy speaks TLS to the backend: verified by `ca`, or not, which `verify: false` says. */
export interface BackendTlsArgs {
  /**
   * Secret in the namespace of the Ingress whose CA the backend's certificate must be of. ingress-nginx: key `ca.crt`;
   * HAProxy: key `tls.crt`; F5: type `nginx.org/ca`, key `ca.crt`, with the class's `customResources`.
   * @default none: `verify` is false
   */
  readonly ca?: string;
  /** Name that the backend's certificate must have, and that the proxy asks for. Not on HAProxy. @default none: without `ca` */
  readonly serverName?: string;
  /** Secret with the proxy's own certificate. ingress-nginx: the one of `ca`, with `tls.crt` and `tls.key` too. @default none */
  readonly clientCertificate?: string;
  /** Says that the certificate is not verified. @default true, which needs `ca` */
  readonly verify?: boolean;
}

/**
 * Asks clients for a certificate (mTLS), for whole hosts. The backend gets `ssl-client-verify`, `ssl-client-subject-dn`,
 * `ssl-client-issuer-dn` and `ssl-client-cert` (escaped as in a URL); a client's own headers of these names never pass.
 * Over plain HTTP such a host answers 403, also to HTTP-01.
 */
export interface ClientCertificateArgs {
  /** Secret in the namespace of the Ingress with the clients' CA under `ca.crt`. */
  readonly ca: string;
  /** Lets in clients without a certificate too. Only if the class has `snippets`. @default false */
  readonly optional?: boolean;
  /** Certificates between the client's and the CA's. @default 1 */
  readonly depth?: number;
}

/**
 * Asks another service before each request: 2xx lets it pass, 401 and 403 are the answer, anything else is a 500. One of
 * `url` and `service` is set.
 */
export interface ExternalAuthArgs {
  /** Asked with a GET and the client's headers: `https://auth.example.com/check`. @default none: `service` is set */
  readonly url?: string;
  /** A Service in the namespace of the Ingress, in a cluster of domain `cluster.local`. @default none: `url` is set */
  readonly service?: AuthServiceArgs;
  /** Where a client that gets 401 is redirected; the controller adds `rd` with the address asked for. @default no redirect */
  readonly signIn?: string;
  /**
   * Headers of the answer that the backend gets, such as the user's name. A client's own headers of these names never pass,
   * even where the answer has none.
   * @default none
   */
  readonly responseHeaders?: readonly string[];
}

/** A Service that is asked. */
export interface AuthServiceArgs {
  /** Name of the Service. */
  readonly name: string;
  /** Number of its port. */
  readonly port: number;
  /** Path asked for. @default "/" */
  readonly path?: string;
}

/** Timeouts towards the backend. */
export interface TimeoutArgs {
  /** Time to connect to the backend, 1s to 75s. Not on HAProxy. @default the class's */
  readonly connect?: Duration;
  /** Time between two reads from the backend, 1s to 24h. @default the class's */
  readonly read?: Duration;
  /** Time between two writes to the backend, 1s to 24h. On HAProxy the same as `read`. @default the class's */
  readonly send?: Duration;
}

/** An answer that sends clients to another address, in place of the backend's. */
export interface RedirectArgs {
  /** An `http` or `https` URL without variables. On ingress-nginx, of letters, digits and `- . _ ~ / : , ? & =` only. */
  readonly to: string;
  /** Status of the answer; browsers remember 301 and 308 for good. @default 302 */
  readonly status?: RedirectStatus;
  /** Appends the request's path and query to the URL. On ingress-nginx only if the class has `snippets`. @default false */
  readonly keepPath?: boolean;
}

export const redirectStatuses = [301, 302, 307, 308] as const;

/** 307 and 308 keep the request's method and body, 301 and 308 are permanent. */
export type RedirectStatus = (typeof redirectStatuses)[number];

/** What the Ingresses of services carry for programs that read Ingresses, such as cert-manager and external-dns. */
export interface IngressMetadataArgs {
  /** Annotations by name. Those of the controllers and of this program are refused. @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Labels by name. Those that this program sets are refused. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * A certificate of the service's own: a Secret that exists, or one that cert-manager makes. Only one of `issuer` and
 * `clusterIssuer`.
 */
export interface TlsArgs {
  /** Secret of the namespace. @default `<service>-tls` with an issuer; mandatory without one */
  readonly secret?: string;
  /** cert-manager's Issuer in the namespace of the Ingress. @default none */
  readonly issuer?: string;
  /** cert-manager's ClusterIssuer. @default none */
  readonly clusterIssuer?: string;
}

/** A service made reachable from outside the cluster: an Ingress with backends. */
export interface ServiceArgs {
  /** Name of a class of this stack. @default the default class */
  readonly class?: string;
  /** Namespace of the Ingress and of its backends. @default "default" */
  readonly namespace?: string;
  /** Name of the Ingress, or VirtualServer. @default the service's name */
  readonly ingress?: string;
  /**
   * The kind of object that the service becomes: a VirtualServer can drill and weigh. F5 only, with the class's
   * `customResources`; it takes one host, which no other service has. A service that changes its kind is away for
   * the time of a reload.
   * @default "Ingress"
   */
  readonly kind?: ServiceKind;
  /** DNS names; `*.` in front makes a wildcard for one label. @default none: every host that no other service names */
  readonly hosts?: readonly string[];
  /** Paths that lead to the backend. @default one Prefix path `/` */
  readonly paths?: readonly PathArgs[];
  /** The primary backend. */
  readonly backend: BackendArgs;
  /** Serves in place of `backend` while the emergency switch is on. @default none */
  readonly emergency?: EmergencyArgs;
  /** HTTPS: `true` for the class's default certificate, or a certificate of the service's own. @default false */
  readonly tls?: boolean | TlsArgs;
  /**
   * Hands TLS on to the backend as it comes, undecrypted. No controller does so here, and each says what to do instead.
   * @default false
   */
  readonly tlsPassthrough?: boolean;
  /**
   * Redirects plain HTTP to HTTPS with this status. Needs `tls`. ingress-nginx has one status for the whole class.
   * Where all services of a host speak gRPC, F5 serves the host no plain HTTP to begin with.
   * @default false; 308 if `true`
   */
  readonly forceHttps?: boolean | 301 | 302 | 307 | 308;
  /**
   * Replaces the matched path: for path `/audio` and rewrite `/v1`, `/audio/x` becomes `/v1/x` and `/audio` becomes
   * `/v1/`. An Exact path becomes the rewrite as it is. Of a Regex path, the request's whole path becomes the rewrite, in
   * which `$1` to `$9` stand for the expression's groups. Not for gRPC on F5.
   * @default none: the path stays
   */
  readonly rewrite?: string;
  /**
   * Answers every request of the service with a redirect; no backend is asked, and the Service named need not have pods.
   * On F5 only if the class has `snippets`.
   * @default none
   */
  readonly redirect?: RedirectArgs;
  /**
   * Redirects each host without `www.` in front from the same name with it, or the other way round: for host `example.com`
   * requests for `www.example.com`. On ingress-nginx only, with the class's status of redirects.
   * @default false
   */
  readonly www?: boolean;
  /** Path that requests for `/` are redirected to (302). One for all services of a host. @default none: `/` is a path like others */
  readonly appRoot?: string;
  /** `Host` header that the backend gets: a DNS name, with or without a port. On F5 only of `kind: VirtualServer`. @default the client's */
  readonly upstreamHost?: string;
  /** What the backend speaks. @default "http" */
  readonly protocol?: Protocol;
  /** Bytes a request body may have; `0` for no limit, the only value HAProxy takes. @default the class's */
  readonly bodySize?: Size;
  /** Timeouts towards the backend. @default the class's */
  readonly timeouts?: TimeoutArgs;
  /**
   * Reads responses as fast as the backend sends them, and buffers them; likewise request bodies, on F5 only if the class
   * has `snippets`. Not for gRPC. @default the class's
   */
  readonly buffering?: boolean;
  /**
   * Takes a request body in whole before the backend is asked. On F5 only if the class has `snippets`. Not for gRPC.
   * @default as `buffering`
   */
  readonly requestBuffering?: boolean;
  /** Bytes of the buffer for a response's headers, `1k` to `1g`. Not on HAProxy. @default the class's */
  readonly proxyBufferSize?: Size;
  /** Buffers for one response. Not on HAProxy, and not for gRPC. @default the class's */
  readonly proxyBuffers?: Buffers;
  /** Idle upstream connections per worker, at least 1. F5 only. @default the class's */
  readonly upstreamKeepAlive?: number;
  /** Limits the requests of each client address. @default no limit */
  readonly rateLimit?: RateLimitArgs;
  /** Client addresses let in, as CIDRs. On F5 only if the class has `customResources` or `snippets`. @default every address */
  readonly allow?: readonly string[];
  /**
   * Client addresses kept out, as CIDRs, also those that `allow` lets in. On F5 only if the class has `customResources`
   * (then not beside `allow`) or `snippets`.
   * @default none
   */
  readonly deny?: readonly string[];
  /** Requests of each client address that may be open at a time; further ones get 429. Not on F5. @default no limit */
  readonly connections?: number;
  /** Lets pages of other origins read the answers. On F5 only if the class has `snippets`. @default they cannot */
  readonly cors?: CorsArgs;
  /** Sends each client to the same endpoint by a cookie. @default false */
  readonly sticky?: boolean | StickyArgs;
  /** Tells browsers to use HTTPS only (`Strict-Transport-Security`). Needs `tls`. @default false */
  readonly hsts?: boolean | HstsArgs;
  /** Headers of requests and responses. @default unchanged */
  readonly headers?: HeaderArgs;
  /** Pages in place of errors. Not for gRPC, and not on HAProxy. @default errors reach clients as they are */
  readonly errorPages?: ErrorPagesArgs;
  /**
   * Tries another endpoint after a failure.
   * @default another endpoint after a failed connection; on nginx also after an error before the answer began, unless
   * the request must not be repeated; none after a timeout of the service
   */
  readonly retries?: RetryArgs;
  /** Asks clients for user and password. @default no question */
  readonly basicAuth?: BasicAuthArgs;
  /** Asks another service who may pass. ingress-nginx only. @default nobody is asked */
  readonly externalAuth?: ExternalAuthArgs;
  /** Asks clients for a certificate. Needs `tls` and hosts. ingress-nginx only. @default none is asked for */
  readonly clientCertificate?: ClientCertificateArgs;
  /** Whether, and how, the backend's certificate is verified. @default not verified, of which a preview warns */
  readonly backendTls?: BackendTlsArgs;
  /**
   * Annotations of the Ingress by name, beside those of the class's `ingressDefaults`. Of the controller's own only those
   * without a field here, and only with `unchecked`.
   * @default none
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Labels of the Ingress by name, beside those of the class's `ingressDefaults`. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Lets `annotations` hold the controller's own, which this program passes on as they are: a wrong one may take the
   * service, its host or the class down.
   * @default false
   */
  readonly unchecked?: boolean;
}

/** cert-manager's object that makes a certificate. */
export interface Issuer {
  /** Whether it belongs to a namespace or to the cluster. */
  readonly kind: "Issuer" | "ClusterIssuer";
  /** Name of the object. */
  readonly name: string;
}

/** A backend, decided. */
export interface Backend {
  /** Name of the Service. */
  readonly service: string;
  /** Name or number of the Service's port. */
  readonly port: string | number;
}

/** Whom to ask before each request, with every default decided. */
export interface ExternalAuth {
  /** Where the question goes. */
  readonly url: string;
  /** Where clients sign in. @default absent: nowhere */
  readonly signIn?: string;
  /** Headers of the answer for the backend. */
  readonly responseHeaders: readonly string[];
}

/** A rate limit with every default decided. */
export interface RateLimit {
  /** Requests in each `per`. */
  readonly requests: number;
  /** Time in which they are counted. */
  readonly per: "second" | "minute";
  /** Requests above the rate that are served without delay. */
  readonly burst: number;
  /** Status of a refused request. */
  readonly status: number;
  /** Request header that is counted by. @default the client's address */
  readonly header?: string;
}

/** A probe with every default decided. */
export type ProbeSpec = Required<Pick<ProbeArgs, "port" | "timeout">> &
  ({ readonly httpGet: HttpGetArgs } | { readonly grpc: { readonly service: string } });

/** A service with every default decided. */
export interface ServiceSpec {
  readonly name: string;
  readonly class: string;
  readonly namespace: string;
  readonly ingress: string;
  readonly kind: ServiceKind;
  readonly hosts: readonly string[];
  readonly paths: readonly Required<PathArgs>[];
  readonly backend: Backend;
  readonly emergency?: Backend;
  /** What differs for the emergency backend. @default absent: nothing */
  readonly standby?: Pick<EmergencyArgs, "protocol" | "rewrite" | "upstreamHost">;
  readonly probes: { readonly primary?: ProbeSpec; readonly emergency?: ProbeSpec };
  /** `secret` is absent for the class's default certificate. */
  readonly tls?: { readonly secret?: string; readonly issuer?: Issuer };
  readonly tlsPassthrough: boolean;
  readonly forceHttps?: { readonly status: number };
  readonly rewrite?: string;
  readonly redirect?: Required<RedirectArgs>;
  readonly www: boolean;
  readonly appRoot?: string;
  readonly upstreamHost?: string;
  readonly protocol: Protocol;
  readonly bodySize?: Size;
  readonly timeouts: TimeoutArgs;
  readonly buffering?: boolean;
  readonly requestBuffering?: boolean;
  readonly proxyBufferSize?: Size;
  readonly proxyBuffers?: Buffers;
  readonly upstreamKeepAlive?: number;
  readonly rateLimit?: RateLimit;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly connections?: number;
  readonly cors?: Required<CorsArgs>;
  readonly sticky?: StickyArgs & Required<Pick<StickyArgs, "cookie" | "httpOnly">>;
  readonly hsts?: { readonly maxAge: Duration; readonly includeSubdomains: boolean };
  readonly headers: Required<HeaderArgs>;
  readonly errorPages?: ErrorPagesArgs;
  readonly retries?: { readonly on: readonly string[]; readonly tries: number; readonly timeout?: Duration };
  readonly basicAuth?: { readonly secret: string; readonly realm: string };
  readonly externalAuth?: ExternalAuth;
  readonly clientCertificate?: Required<ClientCertificateArgs>;
  readonly backendTls?: BackendTlsArgs;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly unchecked: boolean;
}

/** An emergency backend may be another port of the Service that serves. */
export function isSameBackend(a: Backend, b: Backend): boolean {
  return a.service === b.service && a.port === b.port;
}

/** Whether the backend speaks gRPC. */
export function isGrpc({ protocol }: Pick<ServiceSpec, "protocol">): boolean {
  return protocol === "grpc" || protocol === "grpcs";
}

/** Whether the proxy speaks TLS to a backend. */
export function hasTls(protocol: Protocol): boolean {
  return protocol === "https" || protocol === "grpcs";
}

/** A service as its emergency backend gets the requests. */
export function standbyView(service: ServiceSpec): ServiceSpec {
  const {
    protocol = service.protocol,
    rewrite = service.rewrite,
    upstreamHost = service.upstreamHost,
  } = service.standby ?? {};
  const { rewrite: _, upstreamHost: __, ...common } = service;
  return {
    ...common,
    protocol,
    ...(rewrite === undefined || rewrite === false ? {} : { rewrite }),
    ...(upstreamHost === undefined || upstreamHost === false ? {} : { upstreamHost }),
  };
}

/** Whether the controller speaks to the two backends of a service in different ways. */
export function standbyDiffers(service: ServiceSpec): boolean {
  if (service.standby === undefined) return false;
  const view = standbyView(service);
  return (["protocol", "rewrite", "upstreamHost"] as const).some((field) => view[field] !== service[field]);
}

/** Both backends of a service: what is derived from both does not change with the emergency switch. */
export function backendsOf({ backend, emergency }: ServiceSpec): readonly Backend[] {
  return emergency === undefined ? [backend] : [backend, emergency];
}
