import type { ControllerFacts, InternalPort } from "../facts.ts";

const loopback = "none: it listens on the loopback address";

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/ */
const ports = {
  health: {
    port: 10254,
    purpose: "health and metrics",
    reachedBy: "the node's kubelet; the edge's nodes, or a balancer that checks health; Prometheus",
  },
  status: { port: 10246, purpose: "nginx status", reachedBy: loopback },
  stream: { port: 10247, purpose: "stream configuration", reachedBy: loopback },
  defaultServer: {
    port: 8181,
    purpose: "default server",
    reachedBy: "none: it answers 404; keep it from the outside",
  },
  profiler: { port: 10245, purpose: "profiler", reachedBy: "none: it is off" },
} as const satisfies Readonly<Record<string, InternalPort>>;

export const ingressNginxFacts = {
  title: "ingress-nginx",
  version: "1.15.1",
  image: "registry.k8s.io/ingress-nginx/controller:v1.15.1",
  docs: "https://kubernetes.github.io/ingress-nginx/",
  ingressController: (className) => `k8s.io/ingress-nginx-${className}`,
  user: 101,
  group: 82,
  authorityKey: "ca.crt",
  ports,
  readiness: { port: ports.health, path: "/healthz" },
  metricsPorts: { metrics: ports.health },
  retired:
    "upstream ended in March 2026 and fixes no vulnerabilities any more; move its services to an f5 class",
} as const satisfies ControllerFacts;
