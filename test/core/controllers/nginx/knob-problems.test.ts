import test from "ava";
import { classControllers } from "../../../../core/controllers/registry.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import type { PerformanceKnobs } from "../../../../core/model/performance.ts";
import { resolveClass } from "../../resolve-class.ts";

function problems(controller: NonNullable<ClassArgs["controller"]>, performance: PerformanceKnobs) {
  return classControllers[controller].configuration.problems(
    resolveClass("c", { controller, performance }),
    [],
  );
}

const refused = [
  ["f5", "loadBalance", "ewma", /one of round_robin, least_conn/],
  ["ingress-nginx", "loadBalance", "least_conn", /round_robin or ewma, not "least_conn"/],
  ["ingress-nginx", "keepAliveTimeout", "500ms", /whole seconds in ingress-nginx, not 500ms/],
  ["f5", "sslSessionTimeout", "1500ms", /takes whole seconds, not 1500ms/],
  ["ingress-nginx", "sslSessionTimeout", "1500ms", /takes whole seconds, not 1500ms/],
  [
    "f5",
    "proxyBufferSize",
    "16k",
    /leave one of the 8 proxy buffers .* at most 28672, not 32768/,
    "proxyBusyBuffersSize",
  ],
  ["f5", "proxyBuffers", { number: 1, size: "8k" }, /at least 2 buffers/],
  ["f5", "proxyBusyBuffersSize", "2k", /at least the largest proxy buffer, 4096 bytes/],
  ["f5", "proxyMaxTempFileSize", "1k", /must be 0 or at least/],
  ["f5", "keepAliveMinTimeout", "2m", /raise drain.timeout \(60s\)/],
  // What the parser refuses, in specs that do not come from it.
  ["f5", "sslCiphers", 'x"; include /etc/passwd', /a value that nginx reads as one, without "\\""/],
  ["ingress-nginx", "workerCpuAffinity", "auto;", /a value that nginx reads as one, without ";"/],
  ["f5", "keepAliveMinTimeout", "1s\n", /a value that nginx reads as one, without "\\n"/],
] as const;

for (const [controller, knob, value, expected, at = knob] of refused) {
  test(`${controller}: ${knob} ${JSON.stringify(value)} is refused`, (t) => {
    const found = problems(controller, { [knob]: value });
    t.deepEqual(
      found.map(({ path }) => path),
      [`classes.c.performance.${at}`],
    );
    t.regex(found[0]?.message ?? "", expected);
  });
}

test("ingress-nginx: buffers of two sizes are refused, larger buffers of one size are not", (t) => {
  const buffers = { number: 8, size: "8k" } as const;
  t.is(problems("ingress-nginx", { proxyBuffers: buffers, proxyBufferSize: "16k" }).length, 1);
  t.is(problems("ingress-nginx", { proxyBufferSize: "16k" }).length, 0);
});
