import type { ControllerFacts, InternalPort } from "../facts.ts";

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/ */
const ports = {
  health: { port: 10254, purpose: "health and metrics" },
  status: { port: 10246, purpose: "nginx status" },
  stream: { port: 10247, purpose: "stream configuration" },
  defaultServer: { port: 8181, purpose: "default server" },
  profiler: { port: 10245, purpose: "profiler" },
} as const satisfies Readonly<Record<string, InternalPort>>;

export const ingressNginxFacts = {
  title: "ingress-nginx",
  version: "1.15.1",
  image: "registry.k8s.io/ingress-nginx/controller:v1.15.1",
  docs: "https://kubernetes.github.io/ingress-nginx/",
  ingressController: (className) => `k8s.io/ingress-nginx-${className}`,
  user: 101,
  group: 82,
  ports,
  readiness: { port: ports.health, path: "/healthz" },
  metricsPorts: { metrics: ports.health },
  retired:
    "upstream ended in March 2026 and fixes no vulnerabilities any more; move its services to an f5 class",
} as const satisfies ControllerFacts;
