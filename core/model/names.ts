import { createHash } from "node:crypto";

/** Every physical name that a stack gives to an object in the cluster. A name that changes replaces the object. */
export const names = {
  /** Namespace of a class that names none. */
  namespace: (className: string) => `ingress-${className}`,
  /** Host directory of a class's log files where its config names none. */
  logDirectory: (className: string) => `/var/log/nginx-ingress/${className}`,
  /** Cluster-scoped objects carry the class: several classes, and several stacks, share a cluster. */
  clusterRole: (className: string) => `exposure-${className}`,
  ingressClass: (className: string) => className,
  /** In the namespace of a class plain names are enough. */
  controller: "controller",
  config: "controller-config",
  /** Service that carries the class's ports where the mode has one. */
  service: "controller",
  metricsService: "controller-metrics",
  lease: "controller-leader",
  logrotate: "logrotate",
  logrotateConfig: "logrotate-config",
  /** The HAProxy edge: one in a cluster, so its IngressClass needs no other name. */
  edgeClass: "haproxy",
  edgeClusterRole: "exposure-haproxy-edge",
  /** In the namespace of the edge. */
  edge: "haproxy-edge",
  edgeConfig: "haproxy-config",
  edgeTcpServices: "haproxy-tcp-services",
  edgeStats: "haproxy-stats",
  edgeMetrics: "haproxy-metrics",
  edgeVirtualIp: "haproxy-virtual-ip",
  /** In the namespace of each class the edge serves. */
  edgeClassService: "haproxy-edge",
  /** F5's master Ingress of a host that several services of a class share; `""` for every host. */
  hostMaster: (className: string, host: string) => bounded(`${className}-${hostPart(host)}`),
  /** A service's second Ingress, which sends some of its requests to the emergency backend. */
  canary: (ingress: string) => bounded(`${ingress}-canary`),
  /** A Policy of a service, by what it is for. */
  policy: (ingress: string, purpose: string) => bounded(`${ingress}-${purpose}`),
  /** Mark the requests of a drill, with the value `always`. */
  drill: { header: "X-Exposure-Drill", cookie: "exposure-drill" },
} as const;

/** Labels every object of the stack carries. */
export function commonLabels(part: string, instance: string): Record<string, string> {
  return {
    ...selectorLabels(part, instance),
    "app.kubernetes.io/part-of": "exposure",
    "app.kubernetes.io/managed-by": "pulumi",
  };
}

/** Those of them that select pods. Frozen: the selector of a DaemonSet or Deployment cannot be changed in place. */
export function selectorLabels(part: string, instance: string): Record<string, string> {
  return { "app.kubernetes.io/name": part, "app.kubernetes.io/instance": instance };
}

/** Told apart by their first word: `any` and `wildcard.example` may be hosts too. */
function hostPart(host: string): string {
  if (host === "") return "all-hosts";
  return host.startsWith("*.") ? `hosts-below-${host.slice(2)}` : `host-${host}`;
}

/** Kubernetes takes 253 characters; a DNS name alone may have as many. */
function bounded(name: string): string {
  if (name.length <= 253) return name;
  return `${name.slice(0, 244).replace(/[.-]+$/, "")}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}
