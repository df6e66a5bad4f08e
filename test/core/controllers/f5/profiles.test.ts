import test from "ava";
import { f5Profiles } from "../../../../core/controllers/f5/profiles.ts";

test("high: F5's values", (t) => {
  t.deepEqual(f5Profiles.high, {
    workerConnections: 8_192,
    workerOpenFiles: 17_408,
    keepAliveRequests: 10_000,
    keepAliveMinTimeout: "10s",
    upstreamKeepAlive: 320,
    proxyConnectTimeout: "5s",
    sslSessionCacheSize: "10m",
    serverTokens: false,
  });
});
