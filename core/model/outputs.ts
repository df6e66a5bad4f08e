import type { ExposureMode, ProxyProtocolArgs } from "./class.ts";
import type { ClassControllerName } from "./controllers.ts";
import type { Occasion } from "./failover.ts";
import type { Backend, ServiceKind } from "./service.ts";

/** Version of {@link ExposureOutputs}: raised when a field changes its meaning or goes, not when one is added. */
export const outputsVersion = 1;

/** Version of {@link EdgeOutputs}, raised by the same rule. */
export const edgeOutputsVersion = 1;

/** What an exposure stack exports. Other stacks read it with `readExposure`. */
export interface ExposureOutputs {
  /** Version of these outputs: {@link outputsVersion}. */
  readonly version: number;
  /** The classes by name. */
  readonly classes: Readonly<Record<string, ClassOutput>>;
  /** The services by name. */
  readonly services: Readonly<Record<string, ServiceOutput>>;
  /** Services whose emergency switch is on; drills and weights are not among them. */
  readonly failover: readonly string[];
  /** Host directory of each class that writes log files, by the class's name. */
  readonly logDirectories: Readonly<Record<string, string>>;
}

/** A class, for those who expose services by it. */
export interface ClassOutput {
  /** What an Ingress names in `ingressClassName`. */
  readonly className: string;
  /** The controller that serves it. */
  readonly controller: ClassControllerName;
  /** Namespace of the controller. */
  readonly namespace: string;
  /** Way onto the node. */
  readonly exposedAs: ExposureMode;
  /** Where clients reach the class: on its nodes, or on its Service. */
  readonly ports: PublicPorts;
  /** Labels of the nodes the controller runs on. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Whether its controller serves kinds of objects of its own. @default absent: Ingresses only */
  readonly customResources?: true;
  /** For a balancer in front. @default absent where an older copy of exposure last updated the stack */
  readonly fronting?: FrontingOutput;
}

/** Where clients reach a class. */
export interface PublicPorts {
  /** Port for HTTP. */
  readonly http: number;
  /** Port for HTTPS. */
  readonly https: number;
}

/** Where a pod reports that it serves. */
export interface Readiness {
  /** Number of the port. */
  readonly port: number;
  /** Path that is asked for. */
  readonly path: string;
}

/** What a balancer in front of a class has to know. */
export interface FrontingOutput {
  /** Labels of the controller's pods, whose ports `http` and `https` serve. */
  readonly podSelector: Readonly<Record<string, string>>;
  /** Where each pod reports that it serves: plain HTTP, status 200, whatever the class speaks. */
  readonly readiness: Readiness;
  /** Every port the class takes on its nodes; empty where it takes none. */
  readonly nodePorts: readonly NodePort[];
  /** Port that redirects to HTTPS name. @default absent: no service of the class is redirected */
  readonly redirectsTo?: number;
  /** The addresses that may speak PROXY protocol to the class. @default absent: the class expects none */
  readonly proxyProtocol?: ProxyProtocolArgs;
}

/** A port a class takes on its nodes. */
export interface NodePort {
  /** Number of the port. */
  readonly port: number;
  /** What it is for, in words that fit into an error message. */
  readonly purpose: string;
}

/** A service as clients reach it. */
export interface ServiceOutput {
  /** Name of the class that serves it. */
  readonly class: string;
  /** Namespace of its Ingress and backends. */
  readonly namespace: string;
  /** Name of its Ingress, or other object. */
  readonly ingress: string;
  /** The kind of that object. @default absent: an Ingress */
  readonly kind?: Exclude<ServiceKind, "Ingress">;
  /** One for each host and path; `*` stands for any host. */
  readonly urls: readonly string[];
  /** The backend that serves: `primary`, or `emergency` while the switch is on. */
  readonly active: Backend;
  /** The backend that serves while the switch is off. */
  readonly primary: Backend;
  /** @default absent: the service has no emergency backend */
  readonly emergency?: Backend;
  /** The emergency switch; `active` is the emergency backend only with mode `on`. @default absent: off */
  readonly switch?: SwitchOutput;
}

/** Whether the emergency switch of a service is on: drills and weights do not count. */
export function isOn(service: Pick<ServiceOutput, "switch"> | undefined): boolean {
  return service?.switch?.mode === "on";
}

/** An emergency switch that is not off. */
export interface SwitchOutput extends Occasion {
  /** Position of the switch. */
  readonly mode: "on" | "drill" | "weighted";
  /** Percentage of the requests that go to the emergency backend. Only with `weighted`. */
  readonly weight?: number;
}

/**
 * What an edge stack exports.
 * @typeParam Secret a string, or a Pulumi Output while the program runs
 */
export interface EdgeOutputs<Secret = string> {
  /** Version of these outputs: {@link edgeOutputsVersion}. */
  readonly version: number;
  /** Full name of the exposure stack whose classes it serves. */
  readonly exposure: string;
  /** What an Ingress names in `ingressClassName` to be served by HAProxy itself. */
  readonly className: string;
  /** Namespace of the edge. */
  readonly namespace: string;
  /** Labels of the edge's nodes. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Addresses it speaks to the classes from: nginx has to trust them. */
  readonly nodes: readonly string[];
  /** Where clients reach the edge: its virtual IP, or else its nodes. */
  readonly addresses: readonly string[];
  /** Ports of class `haproxy` itself. */
  readonly ports: { readonly http: number; readonly https: number };
  /** The classes behind, by name, with their ports on the edge. */
  readonly classes: Readonly<
    Record<string, { readonly http: number; readonly https: number; readonly proxyProtocol: boolean }>
  >;
  /** The services that HAProxy serves itself, by name. */
  readonly services: Readonly<Record<string, ServiceOutput>>;
  /** Services whose emergency switch is on. */
  readonly failover: readonly string[];
  /** The statistics page of each node, which asks for user and password. */
  readonly statsUrls: readonly string[];
  /** User of the statistics page. */
  readonly statsUser: string;
  /** Password of the statistics page. */
  readonly statsPassword: Secret;
  /** For Prometheus: HAProxy's and the controller's, of each node; empty with `metrics: false`. */
  readonly metricsUrls: readonly string[];
}
