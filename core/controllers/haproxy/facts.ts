import type { ControllerFacts, InternalPort } from "../facts.ts";

/** @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/controller.md */
const ports = {
  stats: {
    port: 1024,
    purpose: "statistics",
    reachedBy: "Prometheus, for HAProxy's metrics; operators; keep it from the outside",
  },
  health: {
    port: 1042,
    purpose: "health",
    reachedBy: "the node's kubelet; keepalived; a balancer that checks health",
  },
  controller: {
    port: 6060,
    purpose: "metrics of the controller",
    onlyWithMetrics: true,
    reachedBy: "Prometheus; keep it from the outside",
  },
  defaultBackend: {
    port: 6061,
    purpose: "default backend",
    reachedBy: "none: it answers 404; keep it from the outside",
  },
  peers: {
    port: 10_000,
    purpose: "peers",
    reachedBy: "none: it listens on the loopback address",
  },
} as const satisfies Readonly<Record<string, InternalPort>>;

export const haproxyFacts = {
  title: "HAProxy Kubernetes Ingress Controller",
  version: "3.2.11",
  image: "docker.io/haproxytech/kubernetes-ingress:3.2.11",
  docs: "https://github.com/haproxytech/kubernetes-ingress/tree/v3.2.11/documentation",
  ingressController: (className) => `haproxy.org/ingress-controller/${className}`,
  user: 0,
  group: 0,
  authorityKey: "tls.crt",
  ports,
  readiness: { port: ports.health, path: "/healthz" },
  // HAProxy's own are on the statistics' port.
  metricsPorts: { haproxy: ports.stats, controller: ports.controller },
} as const satisfies ControllerFacts;
