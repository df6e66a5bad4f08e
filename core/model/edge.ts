import type { DrainArgs, RolloutArgs, TolerationArgs } from "./class.ts";
import type { FailoverFlag } from "./failover.ts";
import type { PullPolicy } from "./image.ts";
import type { FrontingOutput } from "./outputs.ts";
import type { ServiceSpec } from "./service.ts";
import type { ClusterArgs } from "./stack.ts";
import type { Duration } from "./units.ts";
import type { VirtualIpSpec } from "./virtual-ip.ts";

/** An amount of memory as Kubernetes writes it, in whole mebibytes or gibibytes. */
export type Memory = `${number}${"Mi" | "Gi"}`;

export interface EdgeTimeoutArgs {
  /**
   * To a server until the connection stands. HAProxy tries the next server then.
   * @default "1s": more than any answer within a cluster takes, so that a dead node costs one second once
   */
  readonly connect?: Duration;
  /**
   * A connection to a class on which nothing moves is closed after this, in either direction.
   * @default "1h": nginx has timeouts of its own, and one here that is shorter would break a slow answer
   */
  readonly idle?: Duration;
  /** A client has so long to send the headers of a request (class `haproxy`). @default "5s" */
  readonly request?: Duration;
  /** An idle client connection is kept so long (class `haproxy`). @default "60s" */
  readonly keepAlive?: Duration;
  /** A server has so long to answer, where its service names no other time (class `haproxy`). @default "60s" */
  readonly server?: Duration;
  /** A request waits so long for a free server. @default "5s" */
  readonly queue?: Duration;
}

export interface EdgeHealthArgs {
  /**
   * How often each node's controller is asked whether it is ready, and how long it may take to say so.
   * @default "250ms"
   */
  readonly interval?: Duration;
  /**
   * Answers missed in a row before the node gets no more connections. A refused or broken connection of a
   * client counts as one too.
   * @default 2: with the interval above a dead node is out after half a second
   */
  readonly fall?: number;
}

export interface StatsArgs {
  /** @default "admin" */
  readonly user?: string;
  /** Another number makes another password. @default 1 */
  readonly generation?: number;
}

/** `haproxy-edge:edge`: the HAProxy on each node of a selector. */
export interface EdgeArgs {
  /** Addresses of the edge's nodes as nginx sees them (IPv4): nginx trusts what they say of clients. */
  readonly nodes: readonly string[];
  /** Labels of those nodes. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Image with tag. @default the controller's release this project is tested with */
  readonly image?: string;
  /** `sha256:…`, appended to the image. @default none */
  readonly digest?: string;
  /** @default "IfNotPresent" */
  readonly pullPolicy?: PullPolicy;
  /** Names of pull Secrets in the edge's namespace. @default none */
  readonly pullSecrets?: readonly string[];
  /** @default "haproxy-edge" */
  readonly namespace?: string;
  /** @default none */
  readonly tolerations?: readonly TolerationArgs[];
  /** @default "system-cluster-critical": an edge that is evicted takes every service with it */
  readonly priorityClass?: string;
  /** Ports of class `haproxy` itself. @default 8080 and 8443: 80 and 443 are those of a class behind */
  readonly expose?: { readonly http?: number; readonly https?: number };
  /** `namespace/name` of the TLS Secret that class `haproxy` serves where a service names none. @default none */
  readonly defaultCertificate?: string;
  /** Added to every port beside those of classes (statistics 1024, health 1042, …). @default 0 */
  readonly portOffset?: number;
  /** Requested and never exceeded. The image gives HAProxy two thirds, the controller one. @default "2Gi" */
  readonly memory?: Memory;
  /** CPU requested. There is no limit: it would throttle every connection of the node. @default "500m" */
  readonly cpu?: string;
  /**
   * Connections at one time, those of the classes included.
   * @default derived from `memory`, 250,000 at most: see `maxconnOf`
   */
  readonly maxconn?: number;
  /** @default HAProxy's own: a thread for each core the pod may run on */
  readonly threads?: number;
  readonly timeouts?: EdgeTimeoutArgs;
  readonly health?: EdgeHealthArgs;
  /** `timeout`: how long open connections may take to end once the pod goes. @default 10s and 60s */
  readonly drain?: DrainArgs;
  /**
   * How long the HAProxy of before a reload may keep its open connections (`hard-stop-after`).
   * @default "30m", upstream's: connections of an hour (WebSocket) outlive most reloads, and memory comes back
   */
  readonly hardStopAfter?: Duration;
  readonly rollout?: RolloutArgs;
  /**
   * Prometheus metrics of the controller (port 6060), and a Service that names them and HAProxy's own, which
   * the statistics' port always has under `/metrics`.
   * @default true
   */
  readonly metrics?: boolean;
  readonly stats?: StatsArgs;
}

/** The edge with every default decided. */
export interface EdgeSpec {
  readonly nodes: readonly string[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Image with tag and, if given, digest. */
  readonly image: string;
  readonly pullPolicy: PullPolicy;
  readonly pullSecrets: readonly string[];
  readonly namespace: string;
  readonly tolerations: readonly TolerationArgs[];
  readonly priorityClass: string;
  readonly expose: { readonly http: number; readonly https: number };
  readonly defaultCertificate?: string;
  readonly portOffset: number;
  readonly memory: Memory;
  readonly cpu: string;
  readonly maxconn: number;
  readonly threads?: number;
  readonly timeouts: Required<EdgeTimeoutArgs>;
  readonly health: Required<EdgeHealthArgs>;
  readonly drain: Required<DrainArgs>;
  readonly hardStopAfter: Duration;
  readonly rollout: Required<RolloutArgs>;
  readonly metrics: boolean;
  readonly stats: Required<StatsArgs>;
}

/** How the edge serves a class of the exposure stack; `false` leaves the class to others. */
export type EdgeClassArgs =
  | false
  | {
      /** Port of the edge for the class' HTTP. @default the class' own */
      readonly http?: number;
      /** Port of the edge for the class' HTTPS. @default the class' own */
      readonly https?: number;
      /** Tell nginx each client's address. The class has to expect it. @default true */
      readonly proxyProtocol?: boolean;
    };

/** A class the edge serves: what comes to these ports goes to the class's controllers. */
export interface ClassRoute {
  readonly className: string;
  /** Namespace of the class's controllers. */
  readonly namespace: string;
  /** Port of the edge for the class's HTTP. */
  readonly http: number;
  /** Port of the edge for the class's HTTPS. */
  readonly https: number;
  /** Whether the edge tells nginx each client's address. */
  readonly proxyProtocol: boolean;
  readonly podSelector: FrontingOutput["podSelector"];
  readonly readiness: FrontingOutput["readiness"];
}

/** A stack's whole configuration, parsed, with every default decided. */
export interface EdgeConfig {
  readonly cluster: ClusterArgs;
  /** Full name of the exposure stack. @default the one of the edge stack's organization and name */
  readonly exposure?: string;
  readonly edge: EdgeSpec;
  /** @default none: clients find the nodes by themselves (DNS, a balancer, BGP) */
  readonly virtualIp?: VirtualIpSpec;
  /** What the configuration says of single classes, by name. */
  readonly classes: Readonly<Record<string, EdgeClassArgs>>;
  /** What HAProxy serves itself, past nginx; sorted by name. */
  readonly services: readonly ServiceSpec[];
  readonly failover: FailoverFlag;
}
