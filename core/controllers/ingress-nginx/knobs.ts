import { type Duration, toSeconds } from "../../model/units.ts";
import {
  type Format,
  formats,
  type KnobTable,
  key,
  matching,
  missing,
  nginxSize,
  wholeSecondsProblem,
} from "../nginx/knobs.ts";

const { bool, buffers, count, onOff, seconds, size, text } = formats;

/** Keys that take a number of seconds without a unit. */
const wholeSeconds: Format<Duration> = {
  write: (value) => String(toSeconds(value)),
  check: wholeSecondsProblem,
};

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/ */
export const ingressNginxKnobs: KnobTable = {
  workerProcesses: key("worker-processes", count),
  workerCpuAffinity: key("worker-cpu-affinity", text),
  workerConnections: key("max-worker-connections", count),
  workerOpenFiles: key("max-worker-open-files", count),
  keepAliveTimeout: key("keep-alive", wholeSeconds),
  keepAliveRequests: key("keep-alive-requests", count),
  keepAliveMinTimeout: missing("its nginx 1.27.1 is older than the directive (1.27.4); leave it out"),
  upstreamKeepAlive: key("upstream-keepalive-connections", count),
  upstreamKeepAliveTimeout: key("upstream-keepalive-timeout", wholeSeconds),
  upstreamKeepAliveRequests: key("upstream-keepalive-requests", count),
  clientHeaderTimeout: key("client-header-timeout", wholeSeconds),
  clientBodyTimeout: key("client-body-timeout", wholeSeconds),
  clientBodyBufferSize: key("client-body-buffer-size", size),
  clientMaxBodySize: key("proxy-body-size", size),
  clientHeaderBufferSize: key("client-header-buffer-size", size),
  largeClientHeaderBuffers: key("large-client-header-buffers", buffers),
  proxyConnectTimeout: key("proxy-connect-timeout", wholeSeconds),
  proxyReadTimeout: key("proxy-read-timeout", wholeSeconds),
  proxySendTimeout: key("proxy-send-timeout", wholeSeconds),
  proxyBuffering: key("proxy-buffering", onOff),
  // The template gives every buffer the size of the first one.
  proxyBuffers: {
    as: "keys",
    keys: ["proxy-buffers-number", "proxy-buffer-size"],
    write: ({ number, size }) => [String(number), nginxSize(size)],
  },
  proxyBufferSize: key("proxy-buffer-size", size),
  proxyBusyBuffersSize: key("proxy-busy-buffers-size", size),
  proxyMaxTempFileSize: key("proxy-max-temp-file-size", size),
  http2: key("use-http2", bool),
  http2MaxConcurrentStreams: key("http2-max-concurrent-streams", count),
  sslSessionCacheSize: key("ssl-session-cache-size", size),
  sslSessionTimeout: key("ssl-session-timeout", seconds),
  sslSessionTickets: key("ssl-session-tickets", bool),
  serverNamesHashMaxSize: key("server-name-hash-max-size", count),
  serverNamesHashBucketSize: key("server-name-hash-bucket-size", count),
  mapHashMaxSize: missing(
    "its snippets stand after its maps, where nginx no longer takes map_hash_max_size; leave it out",
  ),
  mapHashBucketSize: key("map-hash-bucket-size", count),
  variablesHashMaxSize: key("variables-hash-max-size", count),
  variablesHashBucketSize: key("variables-hash-bucket-size", count),
  loadBalance: key("load-balance", matching(/^(round_robin|ewma)$/, "round_robin or ewma")),
  serverTokens: key("server-tokens", bool),
  reusePort: key("reuse-port", bool),
  multiAccept: key("enable-multi-accept", bool),
};
