import test from "ava";
import { performanceConfig } from "../../../core/config/performance-config.ts";
import type { PerformanceArgs } from "../../../core/model/performance.ts";
import { toldIn } from "../../told-problems.ts";

const accepted: readonly PerformanceArgs[] = [
  { sslSessionCacheSize: "32k" },
  { sslSessionCacheSize: "32768" },
  { sslSessionCacheSize: "1g" },
  { upstreamKeepAlive: 1 },
  { sslCiphers: "HIGH:!aNULL" },
  { sslCiphers: "TLSv1.2:@SECLEVEL=1" },
  { workerCpuAffinity: "0001 0010" },
];

for (const args of accepted) {
  test(`performance takes ${JSON.stringify(args)}`, (t) => {
    t.deepEqual(performanceConfig.parse(args, "performance"), { ok: true, value: args });
  });
}

const refused: readonly (readonly [keyof PerformanceArgs, unknown, string])[] = [
  ["sslSessionCacheSize", "16k", "wrong-value"],
  ["sslSessionCacheSize", "32767", "wrong-value"],
  ["upstreamKeepAlive", 0, "wrong-value"],
  ["workerProcesses", 0, "wrong-value"],
  ["workerConnections", 1.5, "wrong-value"],
  ["workerCpuAffinity", "all", "wrong-value"],
  ["sslCiphers", 'x"; include /etc/passwd', "wrong-value"],
  ["sslProtocols", [], "too-few"],
];

for (const [knob, value, code] of refused) {
  test(`performance refuses ${knob} ${JSON.stringify(value)}`, (t) => {
    t.deepEqual(toldIn(performanceConfig.parse({ [knob]: value }, "performance")), [
      `performance.${knob}: ${code}`,
    ]);
  });
}

test("performance refuses an unknown TLS version", (t) => {
  const parsed = performanceConfig.parse({ sslProtocols: ["TLSv1.2", "TLSv1.4"] }, "performance");
  t.deepEqual(toldIn(parsed), ["performance.sslProtocols[1]: wrong-value"]);
});
