import type { Duration, Size } from "./units.ts";

/** `default` leaves the controller's own values; `high` is tuned for an edge node, each value with its reason. */
export type Profile = "default" | "high";

export const profileNames = ["default", "high"] as const satisfies readonly Profile[];

/** A number of buffers of one size. */
export interface Buffers {
  /** How many buffers. */
  readonly number: number;
  /** Bytes of each. */
  readonly size: Size;
}

/**
 * Single settings of a class's nginx; each overrides the profile. A knob that the class's controller does not have
 * is an error at preview.
 *
 * The defaults are the controllers' own, which hold while neither the class nor its profile sets the knob; one value
 * holds for both controllers.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
 */
export interface PerformanceKnobs {
  /**
   * Worker processes; `auto` starts one per CPU core that the CPU limit grants.
   * @default "auto"
   */
  readonly workerProcesses?: number | "auto";
  /** CPUs of the workers: `auto` pins each to one; else a bit mask for each: `0001 0010`. @default not pinned */
  readonly workerCpuAffinity?: string;
  /** Connections per worker, to clients and upstreams together. @default F5: 1024; ingress-nginx: 16384 */
  readonly workerConnections?: number;
  /**
   * Open files per worker (`worker_rlimit_nofile`).
   * @default F5: the container's limit; ingress-nginx: that less 1024
   */
  readonly workerOpenFiles?: number;
  /** Time after which an idle client connection is closed. Whole seconds on ingress-nginx. @default 75s */
  readonly keepAliveTimeout?: Duration;
  /** Requests served on one client connection. @default 1000 */
  readonly keepAliveRequests?: number;
  /**
   * Minimum time a worker that shuts down keeps idle client connections open (`keepalive_min_timeout`). At most
   * `drain.timeout`. F5 only.
   * @default 0s
   */
  readonly keepAliveMinTimeout?: Duration;
  /**
   * Idle upstream connections each worker keeps, at least 1: per upstream on F5, in all on ingress-nginx.
   * @default F5: nginx's 32; ingress-nginx: 320
   */
  readonly upstreamKeepAlive?: number;
  /** Time after which an idle upstream connection is closed, in whole seconds. ingress-nginx only. @default 60s */
  readonly upstreamKeepAliveTimeout?: Duration;
  /** Requests sent on one upstream connection. ingress-nginx only. @default 10000 */
  readonly upstreamKeepAliveRequests?: number;
  /** Time a client has to send its request line and headers. Whole seconds on ingress-nginx. @default 60s */
  readonly clientHeaderTimeout?: Duration;
  /** Time between two reads of a request body. Whole seconds on ingress-nginx. @default 60s */
  readonly clientBodyTimeout?: Duration;
  /**
   * Bytes of a request body kept in memory; a larger body goes to a temporary file.
   * @default F5: 16k; ingress-nginx: 8k
   */
  readonly clientBodyBufferSize?: Size;
  /** Bytes a request body may have where its service sets no `bodySize`; `0` for no limit. @default 1m */
  readonly clientMaxBodySize?: Size;
  /** Bytes of the buffer for request headers. @default 1k */
  readonly clientHeaderBufferSize?: Size;
  /** Buffers for request headers that do not fit into `clientHeaderBufferSize`. @default 4 of 8k */
  readonly largeClientHeaderBuffers?: Buffers;
  /** Time to connect to a backend. Whole seconds on ingress-nginx. @default F5: 60s; ingress-nginx: 5s */
  readonly proxyConnectTimeout?: Duration;
  /** Time between two reads from a backend. Whole seconds on ingress-nginx. @default 60s */
  readonly proxyReadTimeout?: Duration;
  /** Time between two writes to a backend. Whole seconds on ingress-nginx. @default 60s */
  readonly proxySendTimeout?: Duration;
  /**
   * Reads a response as fast as the backend sends it, and buffers it for the client.
   * @default F5: true; ingress-nginx: false
   */
  readonly proxyBuffering?: boolean;
  /** Buffers for one response. @default F5: 8 of 4k; ingress-nginx: 4 of `proxyBufferSize` */
  readonly proxyBuffers?: Buffers;
  /** Bytes of the buffer for the first part of a response, its headers. @default 4k */
  readonly proxyBufferSize?: Size;
  /** Bytes of response buffers that may be busy sending to the client. @default twice the larger proxy buffer */
  readonly proxyBusyBuffersSize?: Size;
  /** Bytes of the temporary file for one response; `0` for none. @default 1024m */
  readonly proxyMaxTempFileSize?: Size;
  /** HTTP/2 for clients with TLS. @default F5: false, true while a service speaks gRPC; ingress-nginx: true */
  readonly http2?: boolean;
  /** Concurrent streams of one HTTP/2 connection. @default 128 */
  readonly http2MaxConcurrentStreams?: number;
  /**
   * Bytes of the TLS session cache that all workers share, at least `32k`; 1m holds some 4,000 sessions.
   * @default F5: none; ingress-nginx: 10m
   */
  readonly sslSessionCacheSize?: Size;
  /** Time a TLS session can be resumed, in whole seconds. @default F5: 5m; ingress-nginx: 10m */
  readonly sslSessionTimeout?: Duration;
  /** Resumes TLS sessions by tickets. @default F5: true; ingress-nginx: false */
  readonly sslSessionTickets?: boolean;
  /** Maximum size of the hash table of host names. @default 1024 */
  readonly serverNamesHashMaxSize?: number;
  /** Bytes of a bucket of that table: bounds the longest host name. @default F5: 256; ingress-nginx: nginx's */
  readonly serverNamesHashBucketSize?: number;
  /** Maximum size of the hash tables of maps. F5 only. @default 2048 */
  readonly mapHashMaxSize?: number;
  /** Bytes of a bucket of those tables: bounds the longest key. @default F5: 256; ingress-nginx: 64 */
  readonly mapHashBucketSize?: number;
  /** Maximum size of the hash table of variables. @default F5: 1024; ingress-nginx: 2048 */
  readonly variablesHashMaxSize?: number;
  /** Bytes of a bucket of that table: bounds the longest variable name. @default 256 */
  readonly variablesHashBucketSize?: number;
  /**
   * How nginx chooses the endpoint of a request. F5: `round_robin`, `least_conn`, `ip_hash`, `random`, `random two`,
   * `random two least_conn`, `hash <key> [consistent]`; ingress-nginx: `round_robin`, `ewma`.
   * @default F5: `random two least_conn`; ingress-nginx: `round_robin`
   */
  readonly loadBalance?: string;
  /** Names nginx's version in error pages and the `Server` header. @default F5: true; ingress-nginx: false */
  readonly serverTokens?: boolean;
  /** Gives each worker a listening socket of its own. ingress-nginx only. @default true */
  readonly reusePort?: boolean;
  /** Lets a worker accept all waiting connections at once. ingress-nginx only. @default true */
  readonly multiAccept?: boolean;
}

/** `performance` of a class. */
export interface PerformanceArgs extends PerformanceKnobs {
  /** Values for the knobs that the class does not set. @default "default" */
  readonly profile?: Profile;
}

/** The knobs that are set, by the profile or by the class. */
export interface PerformanceSpec extends PerformanceKnobs {
  readonly profile: Profile;
}

/** The knobs that each profile sets. */
export type ProfileKnobs = Readonly<Record<Profile, PerformanceKnobs>>;

/** The knobs of a class: those of its profile, overridden by its own. */
export function knobsOf(profiles: ProfileKnobs, args: PerformanceArgs): PerformanceSpec {
  const { profile = "default", ...knobs } = args;
  return { profile, ...profiles[profile], ...knobs };
}
