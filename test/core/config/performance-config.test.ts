import test from "ava";
import { performanceConfig } from "../../../core/config/performance-config.ts";
import type { PerformanceArgs } from "../../../core/model/performance.ts";
import { toldIn } from "../../told-problems.ts";

const accepted: readonly PerformanceArgs[] = [
  { sslSessionCacheSize: "32k" },
  { sslSessionCacheSize: "32768" },
  { sslSessionCacheSize: "1g" },
  { upstreamKeepAlive: 1 },
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
];

for (const [knob, value, code] of refused) {
  test(`performance refuses ${knob} ${JSON.stringify(value)}`, (t) => {
    t.deepEqual(toldIn(performanceConfig.parse({ [knob]: value }, "performance")), [
      `performance.${knob}: ${code}`,
    ]);
  });
}

for (const [former, now] of [
  ["sslProtocols", "tls.minVersion"],
  ["sslCiphers", "tls.ciphers"],
] as const) {
  test(`performance says where ${former} has gone`, (t) => {
    const parsed = performanceConfig.parse({ [former]: "HIGH" }, "performance");
    t.deepEqual(toldIn(parsed), [`performance.${former}: unknown-key`]);
    t.is(parsed.ok ? "" : parsed.problems[0]?.message, `has moved: set ${now} of the class`);
  });
}
