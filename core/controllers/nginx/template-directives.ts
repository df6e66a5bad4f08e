import type { ClassControllerName } from "../../model/controllers.ts";
import type { SnippetBlock } from "./piece.ts";

/** The way to set each directive. */
type Ways = Readonly<Record<string, string>>;
/** What each key of the ConfigMap makes the template write. */
type Asked = Readonly<Record<string, readonly string[]>>;

/**
 * Directives the controllers' own templates always write where a snippet goes: a second one ends nginx with
 * `[emerg] … directive is duplicate`. With each, the way to set it.
 * @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/version1/nginx.tmpl
 * @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/rootfs/etc/nginx/template/nginx.tmpl
 */
export const onceOnly: Readonly<Record<ClassControllerName, Readonly<Record<SnippetBlock, Ways>>>> = {
  f5: {
    main: {
      worker_processes: knob("workerProcesses"),
      worker_shutdown_timeout: "set drain.timeout",
      ...fixed("daemon", "pid", "events", "http", "stream"),
    },
    http: {
      map_hash_max_size: knob("mapHashMaxSize"),
      map_hash_bucket_size: knob("mapHashBucketSize"),
      keepalive_timeout: knob("keepAliveTimeout"),
      keepalive_requests: knob("keepAliveRequests"),
      server_names_hash_max_size: knob("serverNamesHashMaxSize"),
      server_names_hash_bucket_size: knob("serverNamesHashBucketSize"),
      variables_hash_max_size: knob("variablesHashMaxSize"),
      variables_hash_bucket_size: knob("variablesHashBucketSize"),
      ...fixed("default_type", "sendfile"),
    },
    server: {
      server_tokens: knob("serverTokens"),
      ...fixed("server_name"),
    },
  },
  "ingress-nginx": {
    main: {
      worker_processes: knob("workerProcesses"),
      worker_rlimit_nofile: knob("workerOpenFiles"),
      worker_shutdown_timeout: "set drain.timeout",
      ...fixed("daemon", "pid", "events", "http", "stream"),
    },
    http: {
      keepalive_timeout: knob("keepAliveTimeout"),
      keepalive_requests: knob("keepAliveRequests"),
      client_header_buffer_size: knob("clientHeaderBufferSize"),
      client_header_timeout: knob("clientHeaderTimeout"),
      large_client_header_buffers: knob("largeClientHeaderBuffers"),
      client_body_buffer_size: knob("clientBodyBufferSize"),
      client_body_timeout: knob("clientBodyTimeout"),
      http2_max_concurrent_streams: knob("http2MaxConcurrentStreams"),
      server_names_hash_max_size: knob("serverNamesHashMaxSize"),
      server_names_hash_bucket_size: knob("serverNamesHashBucketSize"),
      map_hash_max_size: "nginx takes it only before the first map, which a snippet can not be",
      map_hash_bucket_size: knob("mapHashBucketSize"),
      variables_hash_max_size: knob("variablesHashMaxSize"),
      variables_hash_bucket_size: knob("variablesHashBucketSize"),
      server_tokens: knob("serverTokens"),
      ssl_protocols: knob("sslProtocols"),
      ssl_ciphers: knob("sslCiphers"),
      ssl_session_cache: knob("sslSessionCacheSize"),
      ssl_session_timeout: knob("sslSessionTimeout"),
      ssl_session_tickets: knob("sslSessionTickets"),
      ssl_buffer_size: key("ssl-buffer-size"),
      ssl_early_data: key("ssl-early-data"),
      ssl_ecdh_curve: key("ssl-ecdh-curve"),
      underscores_in_headers: key("enable-underscores-in-headers"),
      ignore_invalid_headers: key("ignore-invalid-headers"),
      limit_req_status: key("limit-req-status-code"),
      limit_conn_status: key("limit-conn-status-code"),
      proxy_headers_hash_max_size: key("proxy-headers-hash-max-size"),
      proxy_headers_hash_bucket_size: key("proxy-headers-hash-bucket-size"),
      default_type: key("default-type"),
      aio_write: key("enable-aio-write"),
      ...fixed("aio", "tcp_nopush", "tcp_nodelay", "log_subrequest", "reset_timedout_connection"),
      ...fixed("client_body_temp_path", "fastcgi_temp_path", "proxy_temp_path", "resolver"),
      ...fixed("ssl_prefer_server_ciphers", "uninitialized_variable_warn"),
      ...fixed(
        "types_hash_max_size",
        "server_name_in_redirect",
        "port_in_redirect",
        "proxy_ssl_session_reuse",
      ),
    },
    server: fixed("server_name", "http2"),
  },
};

/** Directives the templates write only where a key asks for them, whether a knob, a service or the user set it. */
export const onceAsked: Readonly<Record<ClassControllerName, Readonly<Record<SnippetBlock, Asked>>>> = {
  f5: {
    main: {
      "worker-rlimit-nofile": ["worker_rlimit_nofile"],
      "worker-cpu-affinity": ["worker_cpu_affinity"],
    },
    http: {
      "client-body-buffer-size": ["client_body_buffer_size"],
      "ssl-protocols": ["ssl_protocols"],
      "ssl-ciphers": ["ssl_ciphers"],
      "ssl-prefer-server-ciphers": ["ssl_prefer_server_ciphers"],
      "ssl-dhparam-file": ["ssl_dhparam"],
      "add-header-inherit": ["add_header_inherit"],
      "otel-exporter-endpoint": ["otel_exporter"],
      "otel-service-name": ["otel_service_name"],
      "otel-trace-in-http": ["otel_trace"],
    },
    server: {
      http2: ["http2"],
      "real-ip-header": ["real_ip_header"],
      "real-ip-recursive": ["real_ip_recursive"],
      "add-header-inherit": ["add_header_inherit"],
    },
  },
  "ingress-nginx": {
    main: { "worker-cpu-affinity": ["worker_cpu_affinity"] },
    http: {
      "use-proxy-protocol": ["real_ip_header", "real_ip_recursive"],
      "use-forwarded-headers": ["real_ip_header", "real_ip_recursive"],
      "enable-real-ip": ["real_ip_header", "real_ip_recursive"],
      "enable-modsecurity": ["modsecurity"],
      "grpc-buffer-size-kb": ["grpc_buffer_size"],
      "enable-brotli": ["brotli", "brotli_comp_level", "brotli_min_length"],
      "use-gzip": ["gzip", "gzip_comp_level", "gzip_http_version", "gzip_min_length", "gzip_vary"],
      "ssl-dh-param": ["ssl_dhparam"],
      "custom-http-errors": ["proxy_intercept_errors"],
      "relative-redirects": ["absolute_redirect"],
    },
    server: {},
  },
};

function knob(name: string): string {
  return `set performance.${name}`;
}

function key(name: string): string {
  return `set the key ${name}`;
}

function fixed(...names: readonly string[]): Ways {
  return Object.fromEntries(names.map((name) => [name, "only a custom main template can change it"]));
}
