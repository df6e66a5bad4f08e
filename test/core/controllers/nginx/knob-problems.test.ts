import test from "ava";
import { classControllers } from "../../../../core/controllers/registry.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import type { PerformanceKnobs } from "../../../../core/model/performance.ts";
import { told } from "../../../told-problems.ts";
import { resolveClass } from "../../resolve-class.ts";

function problems(controller: NonNullable<ClassArgs["controller"]>, performance: PerformanceKnobs) {
  const spec = resolveClass("c", { controller, performance });
  return told(classControllers[controller].configuration.problems(spec, []));
}

const refused = [
  ["f5", "loadBalance", "ewma", "unsupported-value"],
  ["ingress-nginx", "loadBalance", "least_conn", "unsupported-value"],
  ["ingress-nginx", "keepAliveTimeout", "500ms", "whole-seconds"],
  ["f5", "sslSessionTimeout", "1500ms", "whole-seconds"],
  ["ingress-nginx", "sslSessionTimeout", "1500ms", "whole-seconds"],
  ["f5", "proxyBufferSize", "16k", "free-buffer"],
  ["f5", "proxyBuffers", { number: 2, size: "8k" }, "free-buffer"],
  ["f5", "proxyBusyBuffersSize", "32k", "free-buffer"],
  ["f5", "proxyBuffers", { number: 1, size: "8k" }, "two-buffers"],
  ["f5", "proxyBusyBuffersSize", "2k", "largest-buffer"],
  ["f5", "proxyMaxTempFileSize", "1k", "largest-buffer"],
  ["f5", "keepAliveMinTimeout", "2m", "longer-than-drain"],
  // Values that the parser refuses, for specs that do not come from it.
  ["ingress-nginx", "workerCpuAffinity", "auto;", "nginx-syntax"],
  ["f5", "keepAliveMinTimeout", "1s\n", "nginx-syntax"],
] as const;

for (const [controller, knob, value, code] of refused) {
  test(`${controller}: ${knob} ${JSON.stringify(value)} is refused`, (t) => {
    t.deepEqual(problems(controller, { [knob]: value }), [`classes.c.performance.${knob}: ${code}`]);
  });
}

test("ingress-nginx: buffers of two sizes are refused, larger buffers of one size are not", (t) => {
  const buffers = { number: 8, size: "8k" } as const;
  t.deepEqual(problems("ingress-nginx", { proxyBuffers: buffers, proxyBufferSize: "16k" }), [
    "classes.c.performance.proxyBuffers: one-buffer-size",
  ]);
  t.deepEqual(problems("ingress-nginx", { proxyBufferSize: "16k" }), []);
});
