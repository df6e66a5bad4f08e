import test from "ava";
import { classObjects } from "../../../core/controllers/class-objects.ts";
import type { ClassArgs } from "../../../core/model/class.ts";
import { resolveClass } from "../resolve-class.ts";

const labels = {
  "app.kubernetes.io/name": "ingress-controller",
  "app.kubernetes.io/instance": "public",
  "app.kubernetes.io/part-of": "exposure",
  "app.kubernetes.io/managed-by": "pulumi",
};

const levels: readonly (readonly [string, ClassArgs, "privileged" | "restricted"])[] = [
  ["hostNetwork", {}, "privileged"],
  ["hostPort", { expose: { as: "hostPort" } }, "privileged"],
  ["nodePort", { expose: { as: "nodePort" } }, "restricted"],
  ["loadBalancer", { expose: { as: "loadBalancer" } }, "restricted"],
  ["clusterIP", { expose: { as: "clusterIP" } }, "restricted"],
  ["file logs", { expose: { as: "clusterIP" }, logs: { to: "file" } }, "privileged"],
  ["sysctls", { expose: { as: "clusterIP" }, sysctls: { "net.core.somaxconn": "4096" } }, "privileged"],
];

for (const [what, args, level] of levels) {
  test(`the namespace of a class with ${what} enforces ${level} pods`, (t) => {
    t.deepEqual(objects(args).namespace, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: "ingress-public",
        labels: { ...labels, "pod-security.kubernetes.io/enforce": level },
      },
    });
  });
}

test("the IngressClass names its controller, and is the cluster's default only if configured", (t) => {
  const manifest = {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "public", labels },
    spec: { controller: "nginx.org/ingress-controller" },
  };
  t.deepEqual(objects({}).ingressClass, manifest);
  t.deepEqual(objects({ default: true }).ingressClass, {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      annotations: { "ingressclass.kubernetes.io/is-default-class": "true" },
    },
  });
  t.deepEqual(objects({ controller: "ingress-nginx" }).ingressClass.spec, {
    controller: "k8s.io/ingress-nginx-public",
  });
});

test("the ConfigMap has its data unchanged", (t) => {
  t.deepEqual(classObjects(resolveClass("public", { namespace: "edge" }), { http2: "true" }).config, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "controller-config", namespace: "edge", labels },
    data: { http2: "true" },
  });
});

const gracePeriods: readonly (readonly [ClassArgs, number, string])[] = [
  [{}, 75, "10 delay + 60 timeout + 5"],
  [{ drain: { delay: "0s", timeout: "5m" } }, 305, "0 + 300 + 5"],
  [{ drain: { delay: "500ms", timeout: "1500ms" } }, 8, "1 + 2 + 5"],
  [{ controller: "ingress-nginx" }, 77, "10 + 60 + 2 after nginx + 5"],
];

for (const [args, seconds, sum] of gracePeriods) {
  test(`grace period ${seconds} s: ${sum}`, (t) => {
    t.is(objects(args).workload.spec.template.spec?.terminationGracePeriodSeconds, seconds);
  });
}

// One batch of defaults takes 75 + 30 + 5 = 110 s.
const timeouts: readonly (readonly [string, ClassArgs, string])[] = [
  ["one node at a time assumes 50 nodes", {}, "5500s"],
  ["ten at a time take a tenth, with a minimum of 10 minutes", { rollout: { maxUnavailable: 10 } }, "600s"],
  ["a quarter at a time takes 4 batches", { rollout: { maxUnavailable: "25%" } }, "600s"],
  ["a tenth at a time takes 10 batches", { rollout: { maxUnavailable: "10%" } }, "1100s"],
  ["a Deployment's batches are its replicas", { expose: { as: "nodePort" }, replicas: 8 }, "880s"],
];

for (const [title, args, timeout] of timeouts) {
  test(title, (t) => {
    t.is(objects(args).rolloutTimeout, timeout);
  });
}

function objects(args: ClassArgs) {
  return classObjects(resolveClass("public", args), {});
}
