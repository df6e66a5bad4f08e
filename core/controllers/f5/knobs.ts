import type { Size } from "../../model/units.ts";
import { directive, formats, type KnobTable, key, matching, missing, nginxSize } from "../nginx/knobs.ts";

const { bool, buffers, count, duration, onOff, seconds, size, text } = formats;

/**
 * F5 has no key for many of nginx's directives. Those go into `http-snippets`, unless its template writes them already:
 * nginx does not start with a directive that occurs twice.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
 */
export const f5Knobs: KnobTable = {
  workerProcesses: key("worker-processes", count),
  workerCpuAffinity: key("worker-cpu-affinity", text),
  workerConnections: key("worker-connections", count),
  workerOpenFiles: key("worker-rlimit-nofile", count),
  keepAliveTimeout: key("keepalive-timeout", duration),
  keepAliveRequests: key("keepalive-requests", count),
  keepAliveMinTimeout: directive("keepalive_min_timeout", duration),
  upstreamKeepAlive: key("keepalive", count),
  upstreamKeepAliveTimeout: missing(
    "its upstreams keep nginx's 60s; leave it out, or use a custom ingress template",
  ),
  upstreamKeepAliveRequests: missing(
    "its upstreams keep nginx's 1000; leave it out, or use a custom ingress template",
  ),
  clientHeaderTimeout: directive("client_header_timeout", duration),
  clientBodyTimeout: directive("client_body_timeout", duration),
  clientBodyBufferSize: key("client-body-buffer-size", size),
  clientMaxBodySize: key("client-max-body-size", size),
  clientHeaderBufferSize: directive("client_header_buffer_size", size),
  largeClientHeaderBuffers: directive("large_client_header_buffers", buffers),
  proxyConnectTimeout: key("proxy-connect-timeout", duration),
  proxyReadTimeout: key("proxy-read-timeout", duration),
  proxySendTimeout: key("proxy-send-timeout", duration),
  proxyBuffering: key("proxy-buffering", bool),
  proxyBuffers: key("proxy-buffers", buffers),
  proxyBufferSize: key("proxy-buffer-size", size),
  proxyBusyBuffersSize: key("proxy-busy-buffers-size", size),
  proxyMaxTempFileSize: key("proxy-max-temp-file-size", size),
  http2: key("http2", bool),
  http2MaxConcurrentStreams: directive("http2_max_concurrent_streams", count),
  sslSessionCacheSize: directive("ssl_session_cache", {
    write: (cache: Size) => `shared:SSL:${nginxSize(cache)}`,
  }),
  sslSessionTimeout: directive("ssl_session_timeout", seconds),
  sslSessionTickets: directive("ssl_session_tickets", onOff),
  serverNamesHashMaxSize: key("server-names-hash-max-size", count),
  serverNamesHashBucketSize: key("server-names-hash-bucket-size", count),
  mapHashMaxSize: key("map-hash-max-size", count),
  mapHashBucketSize: key("map-hash-bucket-size", count),
  variablesHashMaxSize: key("variables-hash-max-size", count),
  variablesHashBucketSize: key("variables-hash-bucket-size", count),
  loadBalance: key(
    "lb-method",
    matching(
      /^(round_robin|least_conn|ip_hash|random( two( least_conn)?)?|hash \S+( consistent)?)$/,
      "one of round_robin, least_conn, ip_hash, random, random two, random two least_conn, hash <key> [consistent]",
    ),
  ),
  serverTokens: key("server-tokens", bool),
  reusePort: missing("leave it out, or use a custom ingress template"),
  multiAccept: missing("leave it out, or use a custom main template"),
};
