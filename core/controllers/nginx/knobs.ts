import type { ClassControllerName } from "../../model/controllers.ts";
import type { PerformanceKnobs } from "../../model/performance.ts";
import { type Buffers, directive, formats, key, missing, nginxSize, type Rendering } from "./rendering.ts";

export type KnobName = keyof PerformanceKnobs;
type Value<Knob extends KnobName> = NonNullable<PerformanceKnobs[Knob]>;

/** Every knob in every dialect: one that is forgotten does not compile. */
type KnobTable = {
  readonly [Knob in KnobName]-?: Readonly<Record<ClassControllerName, Rendering<Value<Knob>>>>;
};

/**
 * How each knob reaches nginx.
 * F5 has no key for many of nginx' directives: those go into `http-snippets`, but only where its template
 * does not write them itself, since nginx refuses to start on a directive that stands twice.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
 */
const knobs = {
  workerProcesses: both("worker-processes", formats.countOrAuto),
  workerCpuAffinity: both("worker-cpu-affinity", formats.affinity),
  workerConnections: keys("worker-connections", "max-worker-connections", formats.count),
  workerOpenFiles: keys("worker-rlimit-nofile", "max-worker-open-files", formats.count),
  keepAliveTimeout: {
    f5: key("keepalive-timeout", formats.duration),
    "ingress-nginx": key("keep-alive", formats.wholeSeconds),
  },
  keepAliveRequests: keys("keepalive-requests", "keep-alive-requests", formats.count),
  keepAliveMinTimeout: {
    f5: directive("keepalive_min_timeout", formats.duration),
    "ingress-nginx": missing("its nginx 1.27.1 is older than the directive (1.27.4); leave it out"),
  },
  upstreamKeepAlive: keys("keepalive", "upstream-keepalive-connections", formats.count),
  upstreamKeepAliveTimeout: {
    f5: missing("its upstreams keep nginx' 60s; leave it out, or give a custom ingress template"),
    "ingress-nginx": key("upstream-keepalive-timeout", formats.wholeSeconds),
  },
  upstreamKeepAliveRequests: {
    f5: missing("its upstreams keep nginx' 1000; leave it out, or give a custom ingress template"),
    "ingress-nginx": key("upstream-keepalive-requests", formats.count),
  },
  clientHeaderTimeout: {
    f5: directive("client_header_timeout", formats.duration),
    "ingress-nginx": key("client-header-timeout", formats.wholeSeconds),
  },
  clientBodyTimeout: {
    f5: directive("client_body_timeout", formats.duration),
    "ingress-nginx": key("client-body-timeout", formats.wholeSeconds),
  },
  clientBodyBufferSize: both("client-body-buffer-size", formats.size),
  clientMaxBodySize: keys("client-max-body-size", "proxy-body-size", formats.size),
  clientHeaderBufferSize: directiveOrKey("client_header_buffer_size", formats.size),
  largeClientHeaderBuffers: directiveOrKey("large_client_header_buffers", formats.buffers),
  proxyConnectTimeout: {
    f5: key("proxy-connect-timeout", formats.duration),
    "ingress-nginx": key("proxy-connect-timeout", formats.wholeSeconds),
  },
  proxyReadTimeout: {
    f5: key("proxy-read-timeout", formats.duration),
    "ingress-nginx": key("proxy-read-timeout", formats.wholeSeconds),
  },
  proxySendTimeout: {
    f5: key("proxy-send-timeout", formats.duration),
    "ingress-nginx": key("proxy-send-timeout", formats.wholeSeconds),
  },
  proxyBuffering: {
    f5: key("proxy-buffering", formats.bool),
    "ingress-nginx": key("proxy-buffering", formats.onOff),
  },
  proxyBuffers: {
    f5: key("proxy-buffers", formats.buffers),
    // Its template gives every buffer the size of the first one.
    "ingress-nginx": {
      as: "keys",
      keys: ["proxy-buffers-number", "proxy-buffer-size"],
      write: ({ number, size }: Buffers) => [String(number), nginxSize(size)],
    },
  },
  proxyBufferSize: both("proxy-buffer-size", formats.size),
  proxyBusyBuffersSize: both("proxy-busy-buffers-size", formats.size),
  proxyMaxTempFileSize: both("proxy-max-temp-file-size", formats.size),
  http2: keys("http2", "use-http2", formats.bool),
  http2MaxConcurrentStreams: directiveOrKey("http2_max_concurrent_streams", formats.count),
  sslProtocols: both("ssl-protocols", formats.protocols),
  sslCiphers: both("ssl-ciphers", formats.ciphers),
  sslSessionCacheSize: {
    f5: directive("ssl_session_cache", { write: (size) => `shared:SSL:${nginxSize(size)}` }),
    "ingress-nginx": key("ssl-session-cache-size", formats.size),
  },
  sslSessionTimeout: directiveOrKey("ssl_session_timeout", formats.seconds),
  sslSessionTickets: {
    f5: directive("ssl_session_tickets", formats.onOff),
    "ingress-nginx": key("ssl-session-tickets", formats.bool),
  },
  serverNamesHashMaxSize: keys("server-names-hash-max-size", "server-name-hash-max-size", formats.count),
  serverNamesHashBucketSize: keys(
    "server-names-hash-bucket-size",
    "server-name-hash-bucket-size",
    formats.count,
  ),
  mapHashMaxSize: {
    f5: key("map-hash-max-size", formats.count),
    "ingress-nginx": missing(
      "its snippets stand after its maps, where nginx no longer takes map_hash_max_size; leave it out",
    ),
  },
  mapHashBucketSize: both("map-hash-bucket-size", formats.count),
  variablesHashMaxSize: both("variables-hash-max-size", formats.count),
  variablesHashBucketSize: both("variables-hash-bucket-size", formats.count),
  loadBalance: {
    f5: key("lb-method", formats.f5LoadBalance),
    "ingress-nginx": key("load-balance", formats.ingressNginxLoadBalance),
  },
  serverTokens: both("server-tokens", formats.bool),
  reusePort: {
    f5: missing("leave it out, or give a custom ingress template"),
    "ingress-nginx": key("reuse-port", formats.bool),
  },
  multiAccept: {
    f5: missing("leave it out, or give a custom main template"),
    "ingress-nginx": key("enable-multi-accept", formats.bool),
  },
} as const satisfies KnobTable;

export const knobNames = Object.keys(knobs) as readonly KnobName[];

/** How a dialect takes a knob, where the knob is only known while running. */
export function renderingOf(knob: KnobName, dialect: ClassControllerName): Rendering<unknown> {
  // A rendering is only ever given its own knob's value, which the table's type ties together.
  return knobs[knob][dialect] as Rendering<unknown>;
}

/** The ConfigMap keys by which a dialect takes a knob; none where it has no key for it. */
export function keysOf(knob: KnobName, dialect: ClassControllerName): readonly string[] {
  const rendering = renderingOf(knob, dialect);
  return rendering.as === "keys" ? rendering.keys : [];
}

type Format<V> = Parameters<typeof key<V>>[1];

function keys<V>(f5: string, ingressNginx: string, format: Format<V>) {
  return { f5: key(f5, format), "ingress-nginx": key(ingressNginx, format) } as const;
}

function both<V>(name: string, format: Format<V>) {
  return keys(name, name, format);
}

/** ingress-nginx names the key as nginx does the directive, F5 has none. */
function directiveOrKey<V>(name: string, format: Format<V>) {
  return { f5: directive(name, format), "ingress-nginx": key(name.replaceAll("_", "-"), format) } as const;
}
