import { f5Claimed } from "../claimed-lines.ts";
import { all, type Feature, off, tls } from "./feature.ts";

export const upstream: readonly Feature[] = [
  {
    title: "HTTPS upstream",
    args: { protocol: "https" },
    expected: {
      f5: { "ssl-services": "api" },
      "ingress-nginx": { ...off, "backend-protocol": "HTTPS" },
      haproxy: { ...off, "server-ssl": "true" },
    },
  },
  {
    title: "gRPC",
    args: { ...tls, protocol: "grpc" },
    expected: {
      f5: { ...off, "grpc-services": "api" },
      "ingress-nginx": { ...off, "backend-protocol": "GRPC" },
      haproxy: { ...off, "server-proto": "h2" },
    },
  },
  {
    title: "gRPC over TLS",
    args: { ...tls, protocol: "grpcs" },
    expected: {
      f5: { ...off, "grpc-services": "api", "ssl-services": "api" },
      "ingress-nginx": { ...off, "backend-protocol": "GRPCS" },
      haproxy: { ...off, "server-ssl": "true" },
    },
  },
  {
    title: "gRPC without HTTPS",
    args: { protocol: "grpc" },
    expected: all("protocol: grpc-needs-tls"),
  },
  {
    title: "gRPC where HTTP/2 is off",
    args: { ...tls, protocol: "grpc" },
    class: { performance: { http2: false } },
    expected: {
      f5: "protocol: grpc-needs-http2",
      "ingress-nginx": "protocol: grpc-needs-http2",
      haproxy: { ...off, "server-proto": "h2" },
    },
  },
  {
    title: "WebSocket",
    args: { protocol: "websocket" },
    expected: { f5: { "websocket-services": "api" }, "ingress-nginx": off, haproxy: off },
  },
  {
    title: "body size",
    args: { bodySize: "16m" },
    expected: {
      f5: { "client-max-body-size": "16m" },
      "ingress-nginx": { ...off, "proxy-body-size": "16m" },
      haproxy: "bodySize: unsupported",
    },
  },
  {
    title: "body size of gRPC, which F5 takes from the class",
    args: { ...tls, protocol: "grpc", bodySize: "16m" },
    expected: {
      f5: { ...off, "grpc-services": "api" },
      "ingress-nginx": { ...off, "backend-protocol": "GRPC", "proxy-body-size": "16m" },
      haproxy: "bodySize: unsupported",
    },
  },
  {
    title: "body size of gRPC with snippets",
    args: { ...tls, protocol: "grpc", bodySize: "16m" },
    class: { snippets: true },
    expected: {
      f5: {
        ...off,
        "grpc-services": "api",
        "location-snippets": `${f5Claimed.grpc}\nclient_max_body_size 16m;`,
      },
      "ingress-nginx": { ...off, "backend-protocol": "GRPC", "proxy-body-size": "16m" },
      haproxy: "bodySize: unsupported",
    },
  },
  {
    title: "timeouts",
    args: { timeouts: { connect: "2s", read: "5m", send: "1h" } },
    expected: {
      f5: {
        "proxy-connect-timeout": "2s",
        "proxy-next-upstream-timeout": "2s",
        "proxy-read-timeout": "5m",
        "proxy-send-timeout": "1h",
      },
      "ingress-nginx": {
        ...off,
        "proxy-connect-timeout": "2",
        "proxy-next-upstream-timeout": "2",
        "proxy-read-timeout": "300",
        "proxy-send-timeout": "3600",
      },
      haproxy: ["timeouts.connect: unsupported", "timeouts.send: same-as-read"],
    },
  },
  {
    title: "a timeout of one and a half seconds",
    args: { timeouts: { connect: "1500ms" } },
    expected: {
      f5: { "proxy-connect-timeout": "1500ms", "proxy-next-upstream-timeout": "1500ms" },
      "ingress-nginx": "timeouts.connect: whole-seconds",
      haproxy: "timeouts.connect: unsupported",
    },
  },
  {
    title: "buffering on",
    args: { buffering: true },
    expected: {
      f5: { "proxy-buffering": "true" },
      "ingress-nginx": { ...off, "proxy-buffering": "on", "proxy-request-buffering": "on" },
      haproxy: "buffering: unsupported",
    },
  },
  {
    title: "buffering off",
    args: { buffering: false },
    expected: {
      f5: { "proxy-buffering": "false" },
      "ingress-nginx": { ...off, "proxy-buffering": "off", "proxy-request-buffering": "off" },
      haproxy: off,
    },
  },
  {
    title: "buffering off with snippets, which reach request bodies on F5",
    args: { buffering: false },
    class: { snippets: true },
    expected: {
      f5: {
        "proxy-buffering": "false",
        "location-snippets": `${f5Claimed.proxy}\nproxy_request_buffering off;`,
      },
      "ingress-nginx": { ...off, "proxy-buffering": "off", "proxy-request-buffering": "off" },
      haproxy: off,
    },
  },
  {
    title: "long timeouts of gRPC with snippets, which reach the client's side of a stream",
    args: { ...tls, protocol: "grpc", timeouts: { read: "1h", send: "2h" } },
    class: { snippets: true },
    expected: {
      f5: {
        ...off,
        "grpc-services": "api",
        "location-snippets": `${f5Claimed.grpc}\nclient_body_timeout 2h;`,
        "proxy-read-timeout": "1h",
        "proxy-send-timeout": "2h",
      },
      "ingress-nginx": {
        ...off,
        "backend-protocol": "GRPC",
        "configuration-snippet": "client_body_timeout 2h;",
        "proxy-read-timeout": "3600",
        "proxy-send-timeout": "7200",
      },
      haproxy: "timeouts.send: same-as-read",
    },
  },
  {
    title: "short timeouts of gRPC with snippets, which do not shorten the client's side",
    args: { ...tls, protocol: "grpc", timeouts: { read: "5s" } },
    class: { snippets: true },
    expected: {
      f5: { ...off, "grpc-services": "api", "proxy-read-timeout": "5s" },
      "ingress-nginx": { ...off, "backend-protocol": "GRPC", "proxy-read-timeout": "5" },
      haproxy: {
        ...off,
        "backend-config-snippet": "timeout tunnel 5s",
        "server-proto": "h2",
        "timeout-server": "5s",
      },
    },
  },
  {
    title: "buffering of gRPC",
    args: { ...tls, protocol: "grpc", buffering: true },
    expected: {
      f5: "buffering: not-for-grpc",
      "ingress-nginx": "buffering: not-for-grpc",
      haproxy: ["buffering: not-for-grpc", "buffering: unsupported"],
    },
  },
  {
    title: "upstream keep-alive",
    args: { upstreamKeepAlive: 64 },
    expected: {
      f5: { keepalive: "64" },
      "ingress-nginx": "upstreamKeepAlive: unsupported",
      haproxy: "upstreamKeepAlive: unsupported",
    },
  },
  {
    title: "retries",
    args: { retries: { on: ["error", "http_502"], tries: 2, timeout: "5s" } },
    expected: {
      f5: {
        "proxy-next-upstream": "error http_502",
        "proxy-next-upstream-timeout": "5s",
        "proxy-next-upstream-tries": "2",
      },
      "ingress-nginx": {
        ...off,
        "proxy-next-upstream": "error http_502",
        "proxy-next-upstream-timeout": "5",
        "proxy-next-upstream-tries": "2",
      },
      haproxy: "retries.timeout: unsupported",
    },
  },
  {
    title: "retries within one and a half seconds",
    args: { retries: { timeout: "1500ms" } },
    expected: {
      f5: {
        "proxy-next-upstream": "error timeout",
        "proxy-next-upstream-timeout": "1500ms",
        "proxy-next-upstream-tries": "3",
      },
      "ingress-nginx": "retries.timeout: whole-seconds",
      haproxy: "retries.timeout: unsupported",
    },
  },
  {
    title: "retries of gRPC",
    args: { ...tls, protocol: "grpc", retries: { tries: 2 } },
    expected: {
      f5: "retries: needs-snippets",
      "ingress-nginx": "retries: needs-snippets",
      haproxy: {
        ...off,
        "backend-config-snippet":
          "retries 1\nretry-on conn-failure empty-response response-timeout\nhttp-request disable-l7-retry if { method POST LOCK PATCH }",
        "server-proto": "h2",
      },
    },
  },
  {
    title: "retries of gRPC with snippets",
    args: { ...tls, protocol: "grpc", retries: { tries: 2, timeout: "1500ms" } },
    class: { snippets: true },
    expected: {
      f5: {
        ...off,
        "grpc-services": "api",
        "location-snippets": `${f5Claimed.grpc}\ngrpc_next_upstream error timeout;\ngrpc_next_upstream_tries 2;\ngrpc_next_upstream_timeout 1500ms;`,
      },
      "ingress-nginx": {
        ...off,
        "backend-protocol": "GRPC",
        "configuration-snippet":
          "grpc_next_upstream error timeout;\ngrpc_next_upstream_tries 2;\ngrpc_next_upstream_timeout 1500ms;",
      },
      haproxy: "retries.timeout: unsupported",
    },
  },
  {
    title: "request bodies that are not buffered, with snippets",
    args: { requestBuffering: false },
    class: { snippets: true },
    expected: {
      f5: { "location-snippets": `${f5Claimed.proxy}\nproxy_request_buffering off;` },
      "ingress-nginx": { ...off, "proxy-request-buffering": "off" },
      haproxy: off,
    },
  },
  {
    title: "request bodies that are buffered otherwise than responses, with snippets",
    args: { buffering: true, requestBuffering: false },
    class: { snippets: true },
    expected: {
      f5: {
        "location-snippets": `${f5Claimed.proxy}\nproxy_request_buffering off;`,
        "proxy-buffering": "true",
      },
      "ingress-nginx": { ...off, "proxy-buffering": "on", "proxy-request-buffering": "off" },
      haproxy: "buffering: unsupported",
    },
  },
  {
    title: "request bodies of gRPC",
    args: { tls: true, protocol: "grpc", requestBuffering: false },
    class: { snippets: true },
    expected: all("requestBuffering: not-for-grpc"),
  },
  {
    title: "a larger buffer for the headers of responses",
    args: { proxyBufferSize: "16k" },
    expected: {
      f5: "proxyBufferSize: free-buffer",
      "ingress-nginx": { ...off, "proxy-buffer-size": "16k" },
      haproxy: "proxyBufferSize: unsupported",
    },
  },
  {
    title: "larger buffers",
    args: { proxyBufferSize: "16k", proxyBuffers: { number: 8, size: "16k" } },
    expected: {
      f5: { "proxy-buffer-size": "16k", "proxy-buffers": "8 16k" },
      "ingress-nginx": { ...off, "proxy-buffer-size": "16k", "proxy-buffers-number": "8" },
      haproxy: ["proxyBufferSize: unsupported", "proxyBuffers: unsupported"],
    },
  },
  {
    title: "buffers of two sizes",
    args: { proxyBufferSize: "8k", proxyBuffers: { number: 8, size: "16k" } },
    expected: {
      f5: { "proxy-buffer-size": "8k", "proxy-buffers": "8 16k" },
      "ingress-nginx": "proxyBuffers: one-buffer-size",
      haproxy: ["proxyBufferSize: unsupported", "proxyBuffers: unsupported"],
    },
  },
  {
    title: "a larger buffer beside those of the class",
    args: { proxyBufferSize: "16k" },
    class: { performance: { proxyBuffers: { number: 8, size: "8k" } } },
    expected: {
      f5: { "proxy-buffer-size": "16k" },
      "ingress-nginx": { ...off, "proxy-buffer-size": "16k" },
      haproxy: "proxyBufferSize: unsupported",
    },
  },
  {
    title: "a single buffer",
    args: { proxyBuffers: { number: 1, size: "16k" } },
    expected: {
      f5: "proxyBuffers: two-buffers",
      "ingress-nginx": "proxyBuffers: two-buffers",
      haproxy: "proxyBuffers: unsupported",
    },
  },
  {
    title: "a buffer that the class's busy buffers do not hold",
    args: { proxyBufferSize: "64k", proxyBuffers: { number: 8, size: "64k" } },
    class: { performance: { proxyBusyBuffersSize: "8k" } },
    expected: {
      f5: "proxyBufferSize: largest-buffer",
      "ingress-nginx": "proxyBufferSize: largest-buffer",
      haproxy: ["proxyBufferSize: unsupported", "proxyBuffers: unsupported"],
    },
  },
  {
    title: "buffers where buffering is off",
    args: { buffering: false, proxyBuffers: { number: 8, size: "16k" } },
    class: { snippets: true },
    expected: {
      f5: "proxyBuffers: has-no-effect",
      "ingress-nginx": "proxyBuffers: has-no-effect",
      haproxy: "proxyBuffers: unsupported",
    },
  },
  {
    title: "buffers of gRPC",
    args: { tls: true, protocol: "grpc", proxyBufferSize: "16k" },
    expected: {
      f5: { ...off, "grpc-services": "api", "proxy-buffer-size": "16k" },
      "ingress-nginx": "proxyBufferSize: not-for-grpc",
      haproxy: "proxyBufferSize: unsupported",
    },
  },
];
