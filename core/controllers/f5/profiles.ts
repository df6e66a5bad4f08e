import type { ProfileKnobs } from "../../model/performance.ts";

/** Connections per worker under `high`: eight times F5's 1024, so that their open files fit into 20,000. */
const connections = 8_192;

/**
 * Open files per worker under `high`, `2 × connections + 1024`: a connection can hold a socket and a temporary file for a
 * body at the same time; the rest is for listeners, logs, and files that a reload holds twice.
 */
const openFiles = 2 * connections + 1024;

export const f5Profiles: ProfileKnobs = {
  default: {},
  high: {
    // A proxied request holds two connections, client and upstream: F5's 1024 last for some 500 clients per worker.
    workerConnections: connections,
    // Otherwise the container's soft limit applies, which under containerd 2 is systemd's 1024.
    workerOpenFiles: openFiles,
    // With nginx's 1000, a client of 1,000 requests/s pays a TCP and TLS handshake every second.
    keepAliveRequests: 10_000,
    // F5 reloads on every change of endpoints. Measured: a reload breaks requests of keep-alive clients without it
    // (some 15 each at 21,000 requests/s), and none with 10s.
    keepAliveMinTimeout: "10s",
    // The default of ingress-nginx. With nginx's 32, a worker closes every further connection after use, and a closed one
    // holds a port for a minute: 28,232 ports allow 470 new connections a second to a backend's address.
    // Measured with 1,500 clients: 8,200 to 10,200 requests/s, with 64 in the end 460 to 760.
    upstreamKeepAlive: 320,
    // The default of ingress-nginx. With F5's 60s, a request whose endpoint's node is gone waits a minute, and is not tried
    // at another endpoint any more.
    proxyConnectTimeout: "5s",
    // The default of ingress-nginx. F5 reloads on every change of endpoints, and without it no TLS session outlives that:
    // measured, 0 of 50 sessions were resumed after a reload, and 50 of 50 with it.
    sslSessionCacheSize: "10m",
    // An edge node tells strangers nothing that helps them to choose an exploit.
    serverTokens: false,
  },
};
