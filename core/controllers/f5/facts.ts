import type { ControllerFacts, InternalPort } from "../facts.ts";

/** @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/command-line-arguments/ */
const ports = {
  ready: {
    port: 8081,
    purpose: "readiness",
    reachedBy: "the node's kubelet; the edge's nodes, or a balancer that checks health",
  },
  status: { port: 8080, purpose: "nginx status", reachedBy: "none: nginx answers only the node itself" },
  metrics: { port: 9113, purpose: "metrics", onlyWithMetrics: true, reachedBy: "Prometheus" },
} as const satisfies Readonly<Record<string, InternalPort>>;

export const f5Facts = {
  title: "F5 NGINX Ingress Controller",
  version: "5.5.4",
  image: "docker.io/nginx/nginx-ingress:5.5.4",
  docs: "https://docs.nginx.com/nginx-ingress-controller/",
  ingressController: () => "nginx.org/ingress-controller",
  user: 101,
  group: 101,
  authorityKey: "ca.crt",
  ports,
  readiness: { port: ports.ready, path: "/nginx-ready" },
  metricsPorts: { metrics: ports.metrics },
} as const satisfies ControllerFacts;
