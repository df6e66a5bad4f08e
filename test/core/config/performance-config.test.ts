import test from "ava";
import { performanceConfig } from "../../../core/config/performance-config.ts";
import type { PerformanceArgs } from "../../../core/model/performance.ts";

const accepted: readonly PerformanceArgs[] = [
  { sslSessionCacheSize: "32k" },
  { sslSessionCacheSize: "32768" },
  { sslSessionCacheSize: "1g" },
  { upstreamKeepAlive: 1 },
];

for (const args of accepted) {
  test(`performance takes ${JSON.stringify(args)}`, (t) => {
    t.deepEqual(performanceConfig.parse(args, "performance"), { ok: true, value: args });
  });
}

const cache = 'expected a quoted size from 32k to 1g such as "64k" (units: k, m, g), got';

const refused: readonly (readonly [keyof PerformanceArgs, unknown, string])[] = [
  ["sslSessionCacheSize", "16k", `${cache} "16k"`],
  ["sslSessionCacheSize", "32767", `${cache} "32767"`],
  ["upstreamKeepAlive", 0, "expected a whole number from 1 to 65536, got 0"],
];

for (const [knob, value, message] of refused) {
  test(`performance refuses ${knob} ${JSON.stringify(value)}`, (t) => {
    t.deepEqual(performanceConfig.parse({ [knob]: value }, "performance"), {
      ok: false,
      problems: [{ path: `performance.${knob}`, message }],
    });
  });
}
