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

for (const [what, config, read] of [
  ["the echo server", {}, ["echo", "exposure.local/echo:1"]],
  [
    "nginx out of the controller's image",
    { "demo:server": "nginx" },
    ["nginx", "docker.io/nginx/nginx-ingress:5.5.4"],
  ],
  [
    "an image of a registry",
    { "demo:server": "echo", "demo:image": "registry.example.com/echo:1" },
    ["echo", "registry.example.com/echo:1"],
  ],
] as const) {
  test.serial(`a demo stack runs ${what}`, (t) => {
    pulumi.runtime.setAllConfig({ "demo:exposure": "organization/exposure/dev", ...config });
    const { server, image } = readDemoConfig();
    t.deepEqual([server, image], [...read]);
  });
}

test.serial("an unknown server is refused", (t) => {
  pulumi.runtime.setAllConfig({ "demo:server": "apache" });
  const { message } = t.throws(() => readDemoConfig()) ?? {};
  t.true(message?.includes('demo:server: expected echo or nginx, got "apache"'), message);
});
