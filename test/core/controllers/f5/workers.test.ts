import test from "ava";
import { f5Configuration } from "../../../../core/controllers/f5/configuration.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import { resolveClass } from "../../resolve-class.ts";

const workers = (args: ClassArgs) =>
  f5Configuration.data(resolveClass("public", args), [])["worker-processes"];

for (const [cpu, expected] of [
  ["2", "2"],
  ["1500m", "2"],
  ["500m", "1"],
  ["2.5", "3"],
  ["1k", undefined],
  ["0", undefined],
] as const) {
  test(`a CPU limit of ${cpu} gives ${expected ?? "nginx's own number of"} workers`, (t) => {
    t.is(workers({ resources: { limits: { cpu } } }), expected);
  });
}

test("without a CPU limit nginx counts; auto follows the limit; a number or a raw key goes over it", (t) => {
  const resources = { limits: { cpu: "2", memory: "1Gi" } };
  t.is(workers({ resources: { requests: { cpu: "2" }, limits: { memory: "1Gi" } } }), undefined);
  t.is(workers({ performance: { workerProcesses: "auto" } }), "auto");
  t.is(workers({ resources, performance: { workerProcesses: "auto" } }), "2");
  t.is(workers({ resources, performance: { workerProcesses: 8 } }), "8");
  t.is(workers({ resources, configMap: { "worker-processes": "6" } }), "6");
});
