import test from "ava";
import { resolveLogrotate } from "../../../core/model/resolve-logrotate.ts";

test("the agent has an image, a policy and modest resources by default", (t) => {
  t.deepEqual(resolveLogrotate({}), {
    image: "exposure.local/logrotate:2",
    pullPolicy: "IfNotPresent",
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
  });
});

test("explicit settings replace the defaults, and the digest follows the image", (t) => {
  const resources = { limits: { memory: "64Mi" } };
  t.deepEqual(resolveLogrotate({ image: "a/b:2", digest: "sha256:00", pullPolicy: "Never", resources }), {
    image: "a/b:2@sha256:00",
    pullPolicy: "Never",
    resources,
  });
});
