import type { Duration, Size } from "./units.ts";

/** `default` leaves the controller's own values; `high` is tuned for an edge node, each value with its reason. */
export type Profile = "default" | "high";

export const profiles = ["default", "high"] as const satisfies readonly Profile[];

/** Single knobs; each overrides the profile. A knob the class' controller does not have is an error at preview. */
export interface PerformanceKnobs {
  /** nginx worker processes: a number, or `auto` for one a core. */
  readonly workerProcesses?: number | "auto";
  /** `auto` pins each worker to a core; or nginx' own bit masks. */
  readonly workerCpuAffinity?: string;
  /** Connections a worker holds, to clients and upstreams together. */
  readonly workerConnections?: number;
  /** Open files a worker may hold (`worker_rlimit_nofile`). */
  readonly workerOpenFiles?: number;
  /** Idle client connections are closed after this. */
  readonly keepAliveTimeout?: Duration;
  /** Requests a client connection may carry. */
  readonly keepAliveRequests?: number;
  /** A worker that shuts down keeps idle client connections at least this long (`keepalive_min_timeout`). */
  readonly keepAliveMinTimeout?: Duration;
  /** Idle connections to upstreams kept by each worker, at least 1. */
  readonly upstreamKeepAlive?: number;
  /** Idle upstream connections are closed after this. ingress-nginx only. */
  readonly upstreamKeepAliveTimeout?: Duration;
  /** Requests an upstream connection may carry. ingress-nginx only. */
  readonly upstreamKeepAliveRequests?: number;
  readonly clientHeaderTimeout?: Duration;
  readonly clientBodyTimeout?: Duration;
  readonly clientBodyBufferSize?: Size;
  /** Largest request body where a service sets none. `0` for no limit. */
  readonly clientMaxBodySize?: Size;
  readonly clientHeaderBufferSize?: Size;
  readonly largeClientHeaderBuffers?: { readonly number: number; readonly size: Size };
  readonly proxyConnectTimeout?: Duration;
  readonly proxyReadTimeout?: Duration;
  readonly proxySendTimeout?: Duration;
  readonly proxyBuffering?: boolean;
  readonly proxyBuffers?: { readonly number: number; readonly size: Size };
  readonly proxyBufferSize?: Size;
  readonly proxyBusyBuffersSize?: Size;
  readonly proxyMaxTempFileSize?: Size;
  readonly http2?: boolean;
  readonly http2MaxConcurrentStreams?: number;
  /** TLS versions, for example `["TLSv1.2", "TLSv1.3"]`. */
  readonly sslProtocols?: readonly string[];
  readonly sslCiphers?: string;
  /** Shared TLS session cache, at least `32k`. */
  readonly sslSessionCacheSize?: Size;
  /** Whole seconds. */
  readonly sslSessionTimeout?: Duration;
  readonly sslSessionTickets?: boolean;
  readonly serverNamesHashMaxSize?: number;
  readonly serverNamesHashBucketSize?: number;
  readonly mapHashMaxSize?: number;
  readonly mapHashBucketSize?: number;
  readonly variablesHashMaxSize?: number;
  readonly variablesHashBucketSize?: number;
  /** How a request finds its endpoint, as nginx names it: `round_robin`, `least_conn`, `random two least_conn`, `ewma`. */
  readonly loadBalance?: string;
  readonly serverTokens?: boolean;
  /** Each worker has a listening socket of its own. ingress-nginx only. */
  readonly reusePort?: boolean;
  /** A worker takes all waiting connections at once. ingress-nginx only. */
  readonly multiAccept?: boolean;
}

export interface PerformanceArgs extends PerformanceKnobs {
  /** @default "default" */
  readonly profile?: Profile;
}

/** The knobs that are set, profile and single ones merged. */
export interface PerformanceSpec extends PerformanceKnobs {
  readonly profile: Profile;
}
