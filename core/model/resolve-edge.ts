import { defined } from "./defined.ts";
import type { EdgeArgs, EdgeSpec, Memory } from "./edge.ts";
import { pinnedImage } from "./image.ts";
import type { ControllerDefaults } from "./resolve-class.ts";

/** The edge's args with every default decided. The parser has checked their form. */
export function resolveEdge(args: EdgeArgs, { facts }: Pick<ControllerDefaults, "facts">): EdgeSpec {
  const memory = args.memory ?? "2Gi";
  return defined<EdgeSpec>({
    nodes: args.nodes,
    nodeSelector: { "kubernetes.io/os": "linux", ...args.nodeSelector },
    image: pinnedImage(args.image ?? facts.image, args.digest),
    pullPolicy: args.pullPolicy ?? "IfNotPresent",
    pullSecrets: args.pullSecrets ?? [],
    namespace: args.namespace ?? "haproxy-edge",
    tolerations: args.tolerations ?? [],
    priorityClass: args.priorityClass ?? "system-cluster-critical",
    expose: { http: 8080, https: 8443, ...args.expose },
    tls: args.tls ?? {},
    portOffset: args.portOffset ?? 0,
    memory,
    cpu: args.cpu ?? "500m",
    maxconn: args.maxconn ?? maxconnOf(memory),
    timeouts: {
      connect: "1s",
      idle: "1h",
      request: "5s",
      keepAlive: "60s",
      server: "60s",
      queue: "5s",
      ...args.timeouts,
    },
    health: { interval: "250ms", fall: 2, ...args.health },
    drain: { delay: "10s", timeout: "60s", ...args.drain },
    hardStopAfter: args.hardStopAfter ?? "30m",
    rollout: { maxUnavailable: 1, minReady: "5s", ...args.rollout },
    metrics: args.metrics ?? true,
    extraArgs: args.extraArgs ?? {},
    ingressDefaults: { annotations: {}, labels: {}, ...args.ingressDefaults },
    stats: { user: "admin", generation: 1, allow: [], ...args.stats },
    accessLog: args.accessLog ?? true,
    defaultCertificate: args.defaultCertificate,
    threads: args.threads,
  });
}

/** Memory of a connection in HAProxy: two buffers of 16 KiB (`tune.bufsize`), and 16 KiB for TLS and the rest. */
const connectionBytes = 48 * 1024;

/**
 * HAProxy wants two open files a connection and does not start with fewer (`strict-limits`). A container gets
 * 524,288 from systemd's default, which containerd 2 leaves as it is.
 */
const mostConnections = 250_000;

/**
 * Connections that fit into the memory HAProxy gets: two thirds of the limit, which the image passes on as
 * `-m`, by 48 KiB a connection; whole thousands. 2Gi: 29,000. Never more than `mostConnections`.
 */
function maxconnOf(memory: Memory): number {
  const haproxy = (bytesOf(memory) * 2) / 3;
  return Math.min(Math.floor(haproxy / connectionBytes / 1000) * 1000, mostConnections);
}

/** Bytes of an amount of memory. */
export function bytesOf(memory: Memory): number {
  return Number.parseInt(memory, 10) * (memory.endsWith("Gi") ? 1024 ** 3 : 1024 ** 2);
}
