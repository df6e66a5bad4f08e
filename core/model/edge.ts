import type { DrainArgs, RolloutArgs, TolerationArgs } from "./class.ts";
import type { FailoverFlag } from "./failover.ts";
import type { PullPolicy } from "./image.ts";
import type { FrontingOutput } from "./outputs.ts";
import type { IngressMetadataArgs, ServiceSpec } from "./service.ts";
import type { ClusterArgs } from "./stack.ts";
import type { TlsPolicyArgs } from "./tls-policy.ts";
import type { Duration } from "./units.ts";
import type { VirtualIpSpec } from "./virtual-ip.ts";

/** An amount of memory as Kubernetes writes it, in whole mebibytes or gibibytes. */
export type Memory = `${number}${"Mi" | "Gi"}`;

/** Timeouts of HAProxy. */
export interface EdgeTimeoutArgs {
  /**
   * Maximum time to connect to a server; HAProxy then tries the next one.
   * @default "1s": more than any answer within a cluster takes, so that a dead node costs one second once
   */
  readonly connect?: Duration;
  /**
   * Time after which a connection to a class is closed if nothing moves on it in either direction.
   * @default "1h": nginx has its own timeouts, and a shorter one here would break a slow response
   */
  readonly idle?: Duration;
  /** Maximum time for a client to send the headers of a request (class `haproxy`). @default "5s" */
  readonly request?: Duration;
  /** Time after which an idle client connection is closed (class `haproxy`). @default "60s" */
  readonly keepAlive?: Duration;
  /** Maximum time without data from a server, if its service sets no `timeouts.read`. @default "60s" */
  readonly server?: Duration;
  /** Maximum time a request waits for a free server. @default "5s" */
  readonly queue?: Duration;
}

/** Health checks of the classes' controllers. */
export interface EdgeHealthArgs {
  /**
   * Time between two checks of whether a node's controller is ready, and the maximum time for its answer.
   * @default "250ms"
   */
  readonly interval?: Duration;
  /**
   * Checks failed in a row before the node gets no more connections. A client's connection that is refused or broken
   * counts as one too.
   * @default 2: with the interval above a dead node is out after half a second
   */
  readonly fall?: number;
}

/** Access to the statistics page. */
export interface StatsArgs {
  /** User of the statistics page. @default "admin" */
  readonly user?: string;
  /** A new number makes a new password. @default 1 */
  readonly generation?: number;
  /**
   * Addresses that may connect to the statistics port, for the page and HAProxy's metrics (CIDR, IPv4). The page and its
   * password are sent over plain HTTP. @default everyone who reaches the node
   */
  readonly allow?: readonly string[];
}

/** `haproxy-edge:edge`: the HAProxy on each node of a selector. */
export interface EdgeArgs {
  /** Addresses of the edge's nodes as nginx sees them (IPv4): nginx trusts the client addresses they report. */
  readonly nodes: readonly string[];
  /** Labels of those nodes. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Image with tag. @default the controller's release this project is tested with */
  readonly image?: string;
  /** `sha256:…`, appended to the image. @default none */
  readonly digest?: string;
  /** Accepts an `image` whose tag says a newer version than this project is tested with. @default false */
  readonly untestedVersion?: boolean;
  /** When the kubelet pulls the image. @default "IfNotPresent" */
  readonly pullPolicy?: PullPolicy;
  /** Names of pull Secrets in the edge's namespace. @default none */
  readonly pullSecrets?: readonly string[];
  /** Namespace of the edge. @default "haproxy-edge" */
  readonly namespace?: string;
  /** Taints of nodes that the pods tolerate. @default none */
  readonly tolerations?: readonly TolerationArgs[];
  /**
   * PriorityClass of the pods.
   * @default "system-cluster-critical": an edge that is evicted takes every service with it
   */
  readonly priorityClass?: string;
  /** Ports of class `haproxy`. @default 8080 and 8443: 80 and 443 are those of a class behind */
  readonly expose?: { readonly http?: number; readonly https?: number };
  /** `namespace/name` of the TLS Secret that class `haproxy` uses where a service names none. @default none */
  readonly defaultCertificate?: string;
  /** What clients of class `haproxy` may use of TLS. @default TLS 1.2 and 1.3, with Mozilla's "intermediate" ciphers */
  readonly tls?: TlsPolicyArgs;
  /** Added to every port except those of classes (statistics 1024, health 1042, …). @default 0 */
  readonly portOffset?: number;
  /** Memory requested, and the limit. The image gives HAProxy two thirds, the controller one. @default "2Gi" */
  readonly memory?: Memory;
  /** CPU requested. There is no limit: it would throttle every connection of the node. @default "500m" */
  readonly cpu?: string;
  /**
   * Maximum number of concurrent connections, those of the classes included.
   * @default derived from `memory`, 250,000 at most: see `maxconnOf`
   */
  readonly maxconn?: number;
  /** Threads of HAProxy. @default one for each core the pod may run on */
  readonly threads?: number;
  /** Timeouts of HAProxy. @default those of each field */
  readonly timeouts?: EdgeTimeoutArgs;
  /** Health checks of the classes' controllers. @default every 250ms, out after 2 failures */
  readonly health?: EdgeHealthArgs;
  /** How a pod ends. @default delay 10s, timeout 60s */
  readonly drain?: DrainArgs;
  /**
   * Maximum time the old HAProxy process keeps its open connections after a reload (`hard-stop-after`).
   * @default "30m", upstream's: long-lived connections (WebSocket) outlive most reloads, and memory comes back
   */
  readonly hardStopAfter?: Duration;
  /** How a new version replaces the old one. @default one pod at a time, ready for 5s */
  readonly rollout?: RolloutArgs;
  /**
   * Prometheus metrics of the controller (port 6060), and a Service for these and for HAProxy's own, which the
   * statistics port always serves under `/metrics`.
   * @default true
   */
  readonly metrics?: boolean;
  /**
   * Arguments of the controller that no setting here stands for, by name without dashes: the last way out. Those that
   * follow from a setting, and unknown ones, are refused.
   * @default none
   */
  readonly extraArgs?: Readonly<Record<string, string>>;
  /** What the Ingress of each service of class `haproxy` carries unless the service says otherwise. @default nothing */
  readonly ingressDefaults?: IngressMetadataArgs;
  /** Access to the statistics page. @default user "admin" with a generated password */
  readonly stats?: StatsArgs;
  /**
   * Whether HAProxy logs a line for each request and connection. Without them the pod's log has HAProxy's own messages
   * alone, such as servers that go down, which the lines of a busy edge push out of `kubectl logs` within minutes.
   * @default true
   */
  readonly accessLog?: boolean;
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
  readonly tls: TlsPolicyArgs;
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
  readonly accessLog: boolean;
  readonly extraArgs: Readonly<Record<string, string>>;
  readonly ingressDefaults: Required<IngressMetadataArgs>;
}

/** How the edge serves a class of the exposure stack; `false` does not serve it. */
export type EdgeClassArgs =
  | false
  | {
      /** Port of the edge for the class's HTTP. @default the class's port */
      readonly http?: number;
      /** Port of the edge for the class's HTTPS. @default the class's port */
      readonly https?: number;
      /** Sends nginx each client's address by PROXY protocol, which the class has to expect. @default true */
      readonly proxyProtocol?: boolean;
    };

/** A class the edge serves: what comes to these ports goes to the class's controllers. */
export interface ClassRoute {
  /** Name of the class. */
  readonly className: string;
  /** Namespace of the class's controllers. */
  readonly namespace: string;
  /** Port of the edge for the class's HTTP. */
  readonly http: number;
  /** Port of the edge for the class's HTTPS. */
  readonly https: number;
  /** Whether the edge tells nginx each client's address. */
  readonly proxyProtocol: boolean;
  /** Labels of the class's controller pods. */
  readonly podSelector: FrontingOutput["podSelector"];
  /** Where each of these pods reports that it serves. */
  readonly readiness: FrontingOutput["readiness"];
}

/** An edge stack's configuration, with every default decided. */
export interface EdgeConfig {
  /** The cluster that the edge belongs to. */
  readonly cluster: ClusterArgs;
  /** Full name of the exposure stack. @default `<organization>/exposure/<stack>`, with the edge stack's */
  readonly exposure?: string;
  /** HAProxy on the nodes. */
  readonly edge: EdgeSpec;
  /** An address that the nodes share. @default none: clients reach the nodes by DNS, a balancer or BGP */
  readonly virtualIp?: VirtualIpSpec;
  /** Settings of single classes, by name. */
  readonly classes: Readonly<Record<string, EdgeClassArgs>>;
  /** The services that HAProxy serves itself, past nginx; sorted by name. */
  readonly services: readonly ServiceSpec[];
  /** The emergency switch of these services. */
  readonly failover: FailoverFlag;
}
