import type { Duration, Size } from "./units.ts";

/** What a service speaks behind nginx. `websocket` is HTTP that may be upgraded. */
export type Protocol = "http" | "https" | "grpc" | "grpcs" | "websocket";

export const protocols = [
  "http",
  "https",
  "grpc",
  "grpcs",
  "websocket",
] as const satisfies readonly Protocol[];

export type PathType = "Prefix" | "Exact";

export interface PathArgs {
  /** Begins with `/`. */
  readonly path: string;
  /** @default "Prefix" */
  readonly type?: PathType;
}

export interface HttpGetArgs {
  /** Begins with `/`; may have a query. */
  readonly path: string;
  /** The status expected. @default any from 200 to 399, as the kubelet has it */
  readonly status?: number;
  /** Sent as `Host`. @default the API server's own name */
  readonly host?: string;
}

/**
 * What a backend is asked before requests are sent to it: `httpGet` or `grpc`, named as in a pod's probes. The API
 * server asks it, on behalf of whoever runs the program; with TLS where the service's `protocol` has it.
 */
export interface ProbeArgs {
  readonly httpGet?: HttpGetArgs;
  /** `grpc.health.v1.Health/Check`, of a service by name or, where that is left out, of the whole server. */
  readonly grpc?: { readonly service?: string };
  /** Name or number of the Service's port. @default the backend's */
  readonly port?: string | number;
  /** @default "2s" */
  readonly timeout?: Duration;
}

export interface BackendArgs {
  /** Name of the Service, in the namespace of the Ingress. */
  readonly service: string;
  /** Name or number of the Service's port. */
  readonly port: string | number;
  /** Asked before requests go back to it from the emergency backend. @default none */
  readonly probe?: ProbeArgs;
}

export interface EmergencyArgs {
  readonly service: string;
  /** @default the primary backend's port */
  readonly port?: string | number;
  /** Asked before requests go to it. @default none */
  readonly probe?: ProbeArgs;
}

export interface RateLimitArgs {
  /** Requests a second for each client address. */
  readonly requestsPerSecond: number;
  /** Requests above the rate that are served without delay before the others are refused. @default 5 × the rate */
  readonly burst?: number;
  /** Status of a refused request. ingress-nginx has one for the whole class. @default 429 */
  readonly status?: number;
}

export interface StickyArgs {
  /** @default "exposure" */
  readonly cookie?: string;
  /** @default the browser session */
  readonly expires?: Duration;
}

/** F5 always adds `preload`; ingress-nginx has one setting for all services of a class with HTTPS. */
export interface HstsArgs {
  /** @default "365d" */
  readonly maxAge?: Duration;
  /** @default false */
  readonly includeSubdomains?: boolean;
}

/** On ingress-nginx, and for gRPC on F5, only where the class has `snippets`. */
export interface HeaderArgs {
  /** Set on the request to the backend. Values may use nginx variables where the dialect lets them. */
  readonly request?: Readonly<Record<string, string>>;
  /** Added to every answer, errors included. */
  readonly response?: Readonly<Record<string, string>>;
  /** Removed from the answer. */
  readonly hide?: readonly string[];
}

export interface RetryArgs {
  /** Conditions as nginx names them. @default ["error", "timeout"] */
  readonly on?: readonly string[];
  /** Tries in all, the first included. @default 3 */
  readonly tries?: number;
  /** @default no limit but the tries */
  readonly timeout?: Duration;
}

export interface BasicAuthArgs {
  /** Secret in the namespace of the Ingress. F5: type `nginx.org/htpasswd`, key `htpasswd`; ingress-nginx: key `auth`. */
  readonly secret: string;
  /** @default "Authentication required" */
  readonly realm?: string;
}

/** One service to the outside: an Ingress of its own. */
export interface ServiceArgs {
  /** Name of a class of this stack. @default the default class */
  readonly class?: string;
  /** Namespace of the Ingress and of its backends. @default "default" */
  readonly namespace?: string;
  /** Name of the Ingress. @default the service's name */
  readonly ingress?: string;
  /** DNS names, `*.` first for a wildcard. None: every host that no other service names. @default none */
  readonly hosts?: readonly string[];
  /** @default one Prefix path `/` */
  readonly paths?: readonly PathArgs[];
  readonly backend: BackendArgs;
  /** Serves in place of `backend` while the emergency switch is on. @default none */
  readonly emergency?: EmergencyArgs;
  /** HTTPS: with the named Secret of this namespace, or `true` for the class' default certificate. @default no HTTPS of its own */
  readonly tls?: boolean | { readonly secret: string };
  /**
   * Plain HTTP is redirected to HTTPS, with this status. Needs `tls`. ingress-nginx has one status for the
   * whole class. Where all services of a host speak gRPC, F5 serves it no plain HTTP to begin with.
   * @default off; 308 when `true`
   */
  readonly forceHttps?: boolean | 301 | 302 | 307 | 308;
  /**
   * The matched path is replaced by this one: for path `/audio` and rewrite `/v1`, `/audio/x` becomes `/v1/x`
   * and `/audio` becomes `/v1/`. An Exact path becomes the rewrite as it stands. Not for gRPC on F5.
   * @default off
   */
  readonly rewrite?: string;
  /** @default "http" */
  readonly protocol?: Protocol;
  /** Largest request body; `0` for no limit. @default the class' */
  readonly bodySize?: Size;
  readonly timeouts?: { readonly connect?: Duration; readonly read?: Duration; readonly send?: Duration };
  readonly buffering?: boolean;
  /** Idle upstream connections of a worker, at least 1. F5 only: ingress-nginx has it for the class. @default the class' */
  readonly upstreamKeepAlive?: number;
  readonly rateLimit?: RateLimitArgs;
  /** Client addresses let in, as CIDRs. On F5 only where the class has `snippets`. @default everybody */
  readonly allow?: readonly string[];
  readonly sticky?: boolean | StickyArgs;
  readonly hsts?: boolean | HstsArgs;
  readonly headers?: HeaderArgs;
  readonly retries?: RetryArgs;
  readonly basicAuth?: BasicAuthArgs;
}

/** A backend, decided. */
export interface Backend {
  readonly service: string;
  readonly port: string | number;
}

/** A probe, decided. */
export type ProbeSpec = Required<Pick<ProbeArgs, "port" | "timeout">> &
  ({ readonly httpGet: HttpGetArgs } | { readonly grpc: { readonly service: string } });

/** A service with every default decided. */
export interface ServiceSpec {
  readonly name: string;
  readonly class: string;
  readonly namespace: string;
  readonly ingress: string;
  readonly hosts: readonly string[];
  readonly paths: readonly Required<PathArgs>[];
  readonly backend: Backend;
  readonly emergency?: Backend;
  readonly probes: { readonly primary?: ProbeSpec; readonly emergency?: ProbeSpec };
  /** `secret` is absent for the class' default certificate. */
  readonly tls?: { readonly secret?: string };
  readonly forceHttps?: { readonly status: number };
  readonly rewrite?: string;
  readonly protocol: Protocol;
  readonly bodySize?: Size;
  readonly timeouts: { readonly connect?: Duration; readonly read?: Duration; readonly send?: Duration };
  readonly buffering?: boolean;
  readonly upstreamKeepAlive?: number;
  readonly rateLimit?: Required<RateLimitArgs>;
  readonly allow: readonly string[];
  readonly sticky?: { readonly cookie: string; readonly expires?: Duration };
  readonly hsts?: { readonly maxAge: Duration; readonly includeSubdomains: boolean };
  readonly headers: Required<HeaderArgs>;
  readonly retries?: { readonly on: readonly string[]; readonly tries: number; readonly timeout?: Duration };
  readonly basicAuth?: { readonly secret: string; readonly realm: string };
}

/** A standby may be another port of the Service that serves. */
export function isSameBackend(one: Backend, other: Backend): boolean {
  return one.service === other.service && one.port === other.port;
}

export function isGrpc({ protocol }: Pick<ServiceSpec, "protocol">): boolean {
  return protocol === "grpc" || protocol === "grpcs";
}

/** Both backends of a service: what is derived from both does not change with the emergency switch. */
export function backendsOf({ backend, emergency }: ServiceSpec): readonly Backend[] {
  return emergency === undefined ? [backend] : [backend, emergency];
}
