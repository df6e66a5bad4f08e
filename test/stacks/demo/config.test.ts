import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { readDemoConfig } from "../../../stacks/demo/config.ts";

for (const [what, config, cluster] of [
  [
    "the kubeconfig's current context unless told otherwise",
    { "demo:context": "", "demo:kubeconfig": "" },
    {},
  ],
  ["the context that is named", { "demo:context": "edge" }, { context: "edge" }],
  [
    "the kubeconfig that is named",
    { "demo:context": "edge", "demo:kubeconfig": "/k" },
    { context: "edge", kubeconfig: "/k" },
  ],
] as const) {
  test.serial(`a demo stack goes to ${what}`, (t) => {
    pulumi.runtime.setAllConfig({ "demo:exposure": "organization/exposure/dev", ...config });
    t.deepEqual(readDemoConfig().cluster, cluster);
  });
}
