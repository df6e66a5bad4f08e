import test from "ava";
import { resources } from "../../../core/config/resource-config.ts";
import { toldIn } from "../../told-problems.ts";

for (const [input, problems] of [
  [{ requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "0.25Gi" } }, []],
  [{ requests: { cpu: "1" } }, []],
  [{ limits: { "example.com/nic": "1" } }, []],
  [{ requests: { "hugepages-2Mi": "4Mi" }, limits: { "hugepages-2Mi": "4194304" } }, []],
  [{ limits: { memroy: "1Gi" } }, ["resources.limits.memroy: wrong-key"]],
  [{ limits: { pods: "1" } }, ["resources.limits.pods: wrong-key"]],
  [{ requests: { cpu: "2" }, limits: { cpu: "1500m" } }, ["resources.requests.cpu: above-limit"]],
  [{ requests: { memory: "1Gi" }, limits: { memory: "1G" } }, ["resources.requests.memory: above-limit"]],
  [
    { requests: { "hugepages-2Mi": "2Mi" }, limits: { "hugepages-2Mi": "4Mi" } },
    ["resources.requests.hugepages-2Mi: above-limit"],
  ],
  [{ requests: { "example.com/nic": "1" } }, ['resources.requests["example.com/nic"]: needs-limit']],
] as const) {
  test(`${JSON.stringify(input)}: ${problems.length} problems`, (t) => {
    t.deepEqual(toldIn(resources.parse(input, "resources")), problems);
  });
}
