import test from "ava";
import { performanceConfig } from "../../../core/config/performance-config.ts";
import type { PerformanceArgs } from "../../../core/model/performance.ts";

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

const cache = 'expected a quoted size from 32k to 1g such as "64k" (units: k, m, g), got';

const refused: readonly (readonly [keyof PerformanceArgs, unknown, string])[] = [
  ["sslSessionCacheSize", "16k", `${cache} "16k"`],
  ["sslSessionCacheSize", "32767", `${cache} "32767"`],
  ["upstreamKeepAlive", 0, "expected a whole number from 1 to 65536, got 0"],
  ["workerProcesses", 0, "expected a whole number from 1 to 1024, got 0"],
  ["workerConnections", 1.5, "expected a whole number from 64 to 1048576, got 1.5"],
  ["workerCpuAffinity", "all", 'expected "auto" or bit masks such as "0001 0010", got "all"'],
  [
    "sslCiphers",
    'x"; include /etc/passwd',
    String.raw`expected a list of ciphers as OpenSSL writes it, such as "HIGH:!aNULL", got "x\"; include /etc/passwd"`,
  ],
  ["sslProtocols", [], "expected at least 1 entry, got an empty list"],
];

for (const [knob, value, message] of refused) {
  test(`performance refuses ${knob} ${JSON.stringify(value)}`, (t) => {
    t.deepEqual(performanceConfig.parse({ [knob]: value }, "performance"), {
      ok: false,
      problems: [{ path: `performance.${knob}`, message }],
    });
  });
}

test("performance refuses a TLS version there is not", (t) => {
  const parsed = performanceConfig.parse({ sslProtocols: ["TLSv1.2", "TLSv1.4"] }, "performance");
  const problems = parsed.ok ? [] : parsed.problems;
  t.deepEqual(
    problems.map(({ path }) => path),
    ["performance.sslProtocols[1]"],
  );
  t.regex(problems[0]?.message ?? "", /"TLSv1.2" or "TLSv1.3", got "TLSv1.4"/);
});
