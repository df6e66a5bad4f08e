import test from "ava";
import type { ClassArgs } from "../../../core/model/class.ts";
import { resolveClass } from "../resolve-class.ts";

test("an empty class is an F5 DaemonSet on the nodes' ports 80 and 443", (t) => {
  t.deepEqual<unknown, unknown>(resolveClass("public", {}), {
    name: "public",
    controller: "f5",
    image: "docker.io/nginx/nginx-ingress:5.5.4",
    pullPolicy: "IfNotPresent",
    pullSecrets: [],
    default: false,
    namespace: "ingress-public",
    expose: {
      as: "hostNetwork",
      http: 80,
      https: 443,
      serviceAnnotations: {},
      sourceRanges: [],
      ipFamilies: [],
    },
    nodeSelector: { "kubernetes.io/os": "linux" },
    tolerations: [],
    priorityClass: "system-cluster-critical",
    resources: { requests: { cpu: "100m", memory: "256Mi" } },
    replicas: 2,
    disruption: { maxUnavailable: 1 },
    rollout: { maxUnavailable: 1, minReady: "5s" },
    drain: { delay: "10s", timeout: "60s" },
    performance: { profile: "default" },
    sysctls: {},
    templates: {},
    configMap: {},
    logs: {
      to: "stdout",
      directory: "/var/log/nginx-ingress/public",
      outsideVarLog: false,
      format: "json",
      fields: {},
      buffer: "64k",
      flush: "1s",
      errorLevel: "warn",
      rotate: {
        every: "1m",
        size: "256m",
        age: "1d",
        keep: 14,
        maxAge: "14d",
        compress: true,
        budget: "10g",
        copyTruncate: false,
      },
    },
    tls: {},
    ipv6: true,
    portOffset: 0,
    metrics: true,
    snippets: false,
    configSafety: false,
    latencyMetrics: false,
    extraArgs: {},
    ingressDefaults: { annotations: {}, labels: {} },
  });
});

const modes: readonly (readonly [ClassArgs["expose"], readonly [number, number]])[] = [
  [{ as: "hostPort" }, [80, 443]],
  [{ as: "nodePort" }, [30080, 30443]],
  [{ as: "loadBalancer" }, [80, 443]],
  [{ as: "clusterIP", http: 8080 }, [8080, 443]],
];

for (const [expose, ports] of modes) {
  test(`ports of ${JSON.stringify(expose)} are ${ports.join(" and ")}`, (t) => {
    const { http, https } = resolveClass("a", expose === undefined ? {} : { expose }).expose;
    t.deepEqual([http, https], [...ports]);
  });
}

test("a digest follows the image, the controller's own or another", (t) => {
  t.is(
    resolveClass("a", { controller: "ingress-nginx", digest: "sha256:00" }).image,
    "registry.k8s.io/ingress-nginx/controller:v1.15.1@sha256:00",
  );
  t.is(resolveClass("a", { image: "nginx:1", digest: "sha256:00" }).image, "nginx:1@sha256:00");
});

test("one field of a group leaves the group's other defaults", (t) => {
  const { drain, rollout, logs, nodeSelector } = resolveClass("a", {
    drain: { delay: "0s" },
    rollout: { maxUnavailable: "25%" },
    logs: { to: "file", rotate: { keep: 3 } },
    nodeSelector: { edge: "a" },
  });
  t.deepEqual(drain, { delay: "0s", timeout: "60s" });
  t.deepEqual(rollout, { maxUnavailable: "25%", minReady: "5s" });
  t.deepEqual([logs.to, logs.rotate.keep, logs.rotate.size], ["file", 3, "256m"]);
  t.deepEqual(nodeSelector, { "kubernetes.io/os": "linux", edge: "a" });
});
