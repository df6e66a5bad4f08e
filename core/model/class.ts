import type { ClassControllerName } from "./controllers.ts";
import type { PullPolicy } from "./image.ts";
import type { LogArgs, LogSpec } from "./logs.ts";
import type { PerformanceArgs, PerformanceSpec } from "./performance.ts";
import type { IngressMetadataArgs } from "./service.ts";
import type { TlsPolicyArgs } from "./tls-policy.ts";
import type { Duration } from "./units.ts";

/** How clients reach a class's controller. */
export type ExposureMode = "hostNetwork" | "hostPort" | "nodePort" | "loadBalancer" | "clusterIP";

export const exposureModes = [
  "hostNetwork",
  "hostPort",
  "nodePort",
  "loadBalancer",
  "clusterIP",
] as const satisfies readonly ExposureMode[];

/** IP families of a Service. */
export const ipFamilyNames = ["IPv4", "IPv6"] as const;

/** An IP family of a Service. */
export type IpFamily = (typeof ipFamilyNames)[number];

/** Where a Service sends what reaches a node: to pods of any node, or of that node only. */
export const trafficPolicies = ["Cluster", "Local"] as const;

/** Which pods a Service sends what reaches a node to. */
export type TrafficPolicy = (typeof trafficPolicies)[number];

/** How clients reach a class. */
export interface ExposeArgs {
  /**
   * `hostNetwork` binds the node's own ports (no DNAT between client and nginx); `hostPort` maps them by
   * iptables or nftables; the others go through a Service.
   * @default "hostNetwork"
   */
  readonly as?: ExposureMode;
  /** Port for HTTP. With `nodePort` it is the node port (30000–32767). @default 80; 30080 with nodePort */
  readonly http?: number;
  /** Port for HTTPS. With `nodePort` it is the node port (30000–32767). @default 443; 30443 with nodePort */
  readonly https?: number;
  /** Annotations of the Service (load balancer settings). Only for modes with a Service. @default none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** Source ranges a load balancer lets through, as CIDRs. Only with `loadBalancer`. @default every address */
  readonly sourceRanges?: readonly string[];
  /**
   * Which pods a node sends requests to: with `Local` only its own, which see the client's address; a node without a pod
   * then answers nothing. Only with `nodePort` and `loadBalancer`.
   * @default "Local" with loadBalancer, whose health checks leave such nodes out; "Cluster" with nodePort
   */
  readonly externalTrafficPolicy?: TrafficPolicy;
  /**
   * The load balancer that serves the Service, where a cluster has several. Another one makes the Service
   * anew, perhaps with another address. Only with `loadBalancer`.
   * @default the cluster's
   */
  readonly loadBalancerClass?: string;
  /**
   * IP families of the Service, the primary one first; two need a cluster with both. Only for modes with a Service.
   * @default one family: the cluster's first
   */
  readonly ipFamilies?: readonly IpFamily[];
}

/**
 * A toleration, as in a pod.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export interface TolerationArgs {
  /** Key of the taint. @default every key, which needs operator `Exists` */
  readonly key?: string;
  /** How `value` is compared with the taint's; `Exists` accepts every value. @default "Equal" */
  readonly operator?: "Exists" | "Equal";
  /** Value of the taint. Only with operator `Equal`. @default "" */
  readonly value?: string;
  /** Effect of the taint. @default every effect */
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  /** Seconds the pod stays on a node that gets the taint. Only with effect `NoExecute`. @default for good */
  readonly tolerationSeconds?: number;
}

/** Resources of a container, as in a pod: amounts by resource (`cpu: 100m`, `memory: 256Mi`). */
export interface ResourceArgs {
  /** Amounts the scheduler reserves. @default none */
  readonly requests?: Readonly<Record<string, string>>;
  /** Amounts the container may use at most. @default none */
  readonly limits?: Readonly<Record<string, string>>;
}

/** How a new version replaces the old one, pod by pod. */
export interface RolloutArgs {
  /**
   * Nodes (or pods) that may be without the controller at one time: a number, or a share such as `25%`.
   * Never all of them: `100%` is refused.
   * @default 1
   */
  readonly maxUnavailable?: number | `${number}%`;
  /** Time a new pod must be ready before the next one is replaced. @default "5s" */
  readonly minReady?: Duration;
}

/** Pods that may be evicted at one time (PodDisruptionBudget). */
export interface DisruptionArgs {
  /** A number of pods, or a share of `replicas` such as `25%`, which is rounded up. */
  readonly maxUnavailable: number | `${number}%`;
}

/** How a pod ends without failed requests. */
export interface DrainArgs {
  /**
   * Time between the decision to end a pod and the moment it stops accepting connections: balancers and kube-proxy
   * take it out of rotation meanwhile (preStop).
   * @default "10s"
   */
  readonly delay?: Duration;
  /**
   * Maximum time for open requests to finish, after a stop as after a reload (nginx: `worker_shutdown_timeout`).
   * @default "60s"
   */
  readonly timeout?: Duration;
}

/** Templates in place of those in the controller's image. */
export interface TemplateArgs {
  /** nginx's main template, a file path relative to the project. @default the one in the image */
  readonly main?: string;
  /** Template of one Ingress (F5 only: ingress-nginx has a single template). @default the one in the image */
  readonly ingress?: string;
}

/** PROXY protocol, by which an edge in front tells nginx the client addresses. */
export interface ProxyProtocolArgs {
  /** Addresses that may speak PROXY protocol to nginx, as CIDRs: those of the edge. `0.0.0.0/0` is refused. */
  readonly trustedAddresses: readonly string[];
}

/** The kinds of objects that a controller brings with it, and where their definitions come from. */
export interface CustomResourceArgs {
  /**
   * A file of the project with the definitions, as the controller's release publishes them: for networks from which
   * they cannot be downloaded. Its checksum must be that of the release.
   */
  readonly definitions: string;
}

/** What the balancer in front says of clients by header, where it ends their TLS. */
export interface ForwardedHeadersArgs {
  /**
   * Addresses whose `X-Forwarded-For` is believed, as CIDRs: those of the balancer. `0.0.0.0/0` is refused.
   */
  readonly trustedAddresses: readonly string[];
}

/** One ingress class: its controller, in a namespace of its own. */
export interface ClassArgs {
  /** The controller that serves the class. @default "f5" */
  readonly controller?: ClassControllerName;
  /** Image with tag. @default the controller's release this project is tested with */
  readonly image?: string;
  /** `sha256:…`, appended to the image. @default none */
  readonly digest?: string;
  /** Accepts an `image` whose tag says a newer version than this project is tested with. @default false */
  readonly untestedVersion?: boolean;
  /** When the kubelet pulls the image. @default "IfNotPresent" */
  readonly pullPolicy?: PullPolicy;
  /** Names of pull Secrets in the class's namespace. @default none */
  readonly pullSecrets?: readonly string[];
  /** Serves Ingresses that name no class. One class at most. @default false */
  readonly default?: boolean;
  /** Namespace of the controller. @default `ingress-<class>` */
  readonly namespace?: string;
  /** How clients reach the class. @default hostNetwork on 80 and 443 */
  readonly expose?: ExposeArgs;
  /** Labels of the nodes the controller runs on. @default every Linux node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints of nodes that the pods tolerate. @default none */
  readonly tolerations?: readonly TolerationArgs[];
  /**
   * PriorityClass of the pods.
   * @default "system-cluster-critical": an edge that is evicted takes every service with it
   */
  readonly priorityClass?: string;
  /**
   * Resources of the container.
   * @default requests of 100m CPU and 256Mi; no limits: a CPU limit throttles every connection of the node
   */
  readonly resources?: ResourceArgs;
  /** Number of pods. Only for modes with a Service (nodePort, loadBalancer, clusterIP). @default 2 */
  readonly replicas?: number;
  /**
   * Pods that may be evicted at one time (PodDisruptionBudget): a number, or a share of `replicas`, which is rounded
   * up. All of them is refused. Only for modes with a Service.
   * @default 1
   */
  readonly disruption?: DisruptionArgs;
  /** How a new version replaces the old one. @default one pod at a time, ready for 5s */
  readonly rollout?: RolloutArgs;
  /** How a pod ends. @default delay 10s, timeout 60s */
  readonly drain?: DrainArgs;
  /** A profile and single knobs of nginx. @default profile "default" */
  readonly performance?: PerformanceArgs;
  /**
   * Sysctls below `net.` that the controller's pod sets, by name. With hostNetwork the pod has no network namespace of
   * its own: an init container sets them on the node.
   * @default none
   */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** Templates in place of the image's. @default the image's */
  readonly templates?: TemplateArgs;
  /** Raw ConfigMap keys over everything derived; unknown keys are refused with a suggestion. @default none */
  readonly configMap?: Readonly<Record<string, string>>;
  /** Access and error log. @default JSON lines on stdout */
  readonly logs?: LogArgs;
  /**
   * `namespace/name` of the TLS Secret used where a service names none. F5 needs one for HTTPS without host.
   * @default none
   */
  readonly defaultCertificate?: string;
  /** What clients may use of TLS. @default TLS 1.2 and 1.3, with the controller's own ciphers */
  readonly tls?: TlsPolicyArgs;
  /**
   * Listens on IPv6 too. Without it the controller also runs on nodes whose kernel has no IPv6, where it would not start.
   * @default true
   */
  readonly ipv6?: boolean;
  /**
   * Added to every port except HTTP and HTTPS (readiness, metrics, status, …), so that two classes can share a node.
   * @default 0
   */
  readonly portOffset?: number;
  /** Prometheus metrics of the controller. @default true */
  readonly metrics?: boolean;
  /**
   * Lets Ingresses carry raw nginx configuration: anyone who may write an Ingress may then configure nginx.
   * @default false
   */
  readonly snippets?: boolean;
  /**
   * Tests nginx's configuration after each change of an Ingress, and leaves out the Ingress with which nginx would not
   * start: the others keep changing. F5 only; ingress-nginx always tests, and keeps its last configuration. Each test
   * reads the whole configuration, up to three times for a change and once for each Ingress while a pod starts: about
   * 0.3 s with 100 services and 1.4 s with 1,000.
   * @default false: the preview refuses what it knows to stop nginx
   */
  readonly configSafety?: boolean;
  /**
   * Serves the controller's own kinds of objects too, VirtualServers and Policies. F5 only. Their definitions
   * belong to the whole cluster: the first update that needs them installs them, and nothing deletes them.
   * @default false
   */
  readonly customResources?: boolean | CustomResourceArgs;
  /**
   * A histogram of the backends' response times among the metrics. F5 only; needs `metrics`, and not `logs.to: file`.
   * nginx then sends the controller a line for each request.
   * @default false
   */
  readonly latencyMetrics?: boolean;
  /**
   * Arguments of the controller that no setting here stands for, by name without dashes: the last way out. Those that
   * follow from a setting, and unknown ones, are refused.
   * @default none
   */
  readonly extraArgs?: Readonly<Record<string, string>>;
  /** What the Ingress of each service of the class carries unless the service says otherwise. @default nothing */
  readonly ingressDefaults?: IngressMetadataArgs;
  /** nginx expects PROXY protocol on HTTP and HTTPS; plain clients get no answer. @default off */
  readonly proxyProtocol?: ProxyProtocolArgs;
  /**
   * TLS ends at a balancer in front, which sends `X-Forwarded-For` and `X-Forwarded-Proto`: client addresses come from the
   * first, and `forceHttps` and `hsts` go by the second, with or without `tls` of the service. Not with `proxyProtocol`.
   * @default nginx believes no header
   */
  readonly forwardedHeaders?: ForwardedHeadersArgs;
}

/** How clients reach a class, with every default decided. */
export interface Exposure {
  /** Way onto the node. */
  readonly as: ExposureMode;
  /** Port for HTTP: of the node, or of the Service. */
  readonly http: number;
  /** Port for HTTPS: of the node, or of the Service. */
  readonly https: number;
  /** Annotations of the Service; empty without a Service. */
  readonly serviceAnnotations: Readonly<Record<string, string>>;
  /** CIDRs that a load balancer lets through; empty for every address. */
  readonly sourceRanges: readonly string[];
  /** Which pods a node sends requests to; absent without a Service that nodes answer for. */
  readonly externalTrafficPolicy?: TrafficPolicy;
  /** The load balancer that serves the Service; absent for the cluster's. */
  readonly loadBalancerClass?: string;
  /** IP families of the Service; empty for the cluster's first. */
  readonly ipFamilies: readonly IpFamily[];
}

/** A class with every default decided. */
export interface ClassSpec {
  readonly name: string;
  readonly controller: ClassControllerName;
  /** Image with tag and, if given, digest. */
  readonly image: string;
  readonly pullPolicy: PullPolicy;
  readonly pullSecrets: readonly string[];
  readonly default: boolean;
  readonly namespace: string;
  readonly expose: Exposure;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly TolerationArgs[];
  readonly priorityClass: string;
  readonly resources: ResourceArgs;
  readonly replicas: number;
  readonly disruption: DisruptionArgs;
  readonly rollout: Required<RolloutArgs>;
  readonly drain: Required<DrainArgs>;
  readonly performance: PerformanceSpec;
  readonly sysctls: Readonly<Record<string, string>>;
  readonly templates: TemplateArgs;
  readonly configMap: Readonly<Record<string, string>>;
  readonly logs: LogSpec;
  readonly defaultCertificate?: string;
  readonly tls: TlsPolicyArgs;
  readonly ipv6: boolean;
  readonly portOffset: number;
  readonly metrics: boolean;
  readonly snippets: boolean;
  readonly configSafety: boolean;
  /** Absent for a class with Ingresses only. */
  readonly customResources?: { readonly definitions?: string };
  readonly latencyMetrics: boolean;
  readonly extraArgs: Readonly<Record<string, string>>;
  readonly ingressDefaults: Required<IngressMetadataArgs>;
  readonly proxyProtocol?: ProxyProtocolArgs;
  readonly forwardedHeaders?: ForwardedHeadersArgs;
}
