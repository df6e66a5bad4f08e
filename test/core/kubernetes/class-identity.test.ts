import test from "ava";
import { configMap, ingressClass, namespace } from "../../../core/kubernetes/class-identity.ts";
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
    t.deepEqual(namespace(resolveClass("public", args)), {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: "ingress-public",
        labels: { ...labels, "pod-security.kubernetes.io/enforce": level },
      },
    });
  });
}

test("the IngressClass names its controller, and is the cluster's default only where asked", (t) => {
  const manifest = {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "public", labels },
    spec: { controller: "nginx.org/ingress-controller" },
  };
  t.deepEqual(ingressClass(resolveClass("public", {})), manifest);
  t.deepEqual(ingressClass(resolveClass("public", { default: true })), {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      annotations: { "ingressclass.kubernetes.io/is-default-class": "true" },
    },
  });
  t.deepEqual(ingressClass(resolveClass("public", { controller: "ingress-nginx" })).spec, {
    controller: "k8s.io/ingress-nginx-public",
  });
});

test("the ConfigMap carries its data unchanged", (t) => {
  t.deepEqual(configMap(resolveClass("public", { namespace: "edge" }), { http2: "true" }), {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "controller-config", namespace: "edge", labels },
    data: { http2: "true" },
  });
});
