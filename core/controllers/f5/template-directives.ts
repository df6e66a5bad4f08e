import { byKnob, byTemplateOnly, everyLocation, type TemplateDirectives } from "../nginx/dialect.ts";

/** @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/version1/nginx.tmpl */
export const templateDirectives: TemplateDirectives = {
  always: {
    main: {
      worker_processes: byKnob("workerProcesses"),
      worker_shutdown_timeout: "set drain.timeout",
      ...byTemplateOnly("daemon", "pid", "events", "http", "stream"),
    },
    http: {
      map_hash_max_size: byKnob("mapHashMaxSize"),
      map_hash_bucket_size: byKnob("mapHashBucketSize"),
      keepalive_timeout: byKnob("keepAliveTimeout"),
      keepalive_requests: byKnob("keepAliveRequests"),
      server_names_hash_max_size: byKnob("serverNamesHashMaxSize"),
      server_names_hash_bucket_size: byKnob("serverNamesHashBucketSize"),
      variables_hash_max_size: byKnob("variablesHashMaxSize"),
      variables_hash_bucket_size: byKnob("variablesHashBucketSize"),
      ...byTemplateOnly("default_type", "sendfile"),
    },
    server: {
      server_tokens: byKnob("serverTokens"),
      ...byTemplateOnly("server_name"),
    },
    location: {
      ...everyLocation,
      // Where a service sets retries or a read timeout.
      proxy_next_upstream: "put it into http-snippets, which a service's retries go before",
      proxy_next_upstream_tries: "put it into http-snippets, which a service's retries go before",
      proxy_next_upstream_timeout: "set retries.timeout of the services",
      ...byTemplateOnly("proxy_http_version", "proxy_pass", "grpc_pass", "proxy_pass_request_headers"),
    },
  },
  byKey: {
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
    location: {
      "client-body-buffer-size": ["client_body_buffer_size"],
      "proxy-buffers": ["proxy_buffers"],
      "proxy-buffer-size": ["proxy_buffer_size", "grpc_buffer_size"],
      "proxy-busy-buffers-size": ["proxy_busy_buffers_size"],
      "proxy-max-temp-file-size": ["proxy_max_temp_file_size"],
    },
  },
};
