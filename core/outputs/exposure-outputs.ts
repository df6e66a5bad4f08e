import { listeningPort } from "../controllers/ports.ts";
import { classControllers } from "../controllers/registry.ts";
import { planFailover } from "../failover/plan.ts";
import { classOwner } from "../kubernetes/owner.ts";
import type { ClassSpec, ExposureMode, ProxyProtocolArgs } from "../model/class.ts";
import type { ClassControllerName } from "../model/controllers.ts";
import type { ActiveBackend, Occasion, Switch } from "../model/failover.ts";
import type { Backend, ServiceSpec } from "../model/service.ts";
import type { StackConfig } from "../model/stack.ts";
import type { NodePort } from "../rules/node-ports.ts";
import { nodePorts } from "../rules/node-ports.ts";
import { serviceUrls } from "./urls.ts";

/** Shape of the outputs; raised when a field changes its meaning or goes, not when one is added. */
export const outputsVersion = 1;

export interface ClassOutput {
  /** What an Ingress names in `ingressClassName`. */
  readonly className: string;
  readonly controller: ClassControllerName;
  readonly namespace: string;
  readonly exposedAs: ExposureMode;
  /** Where clients reach the class: on its nodes, or on its Service. */
  readonly ports: { readonly http: number; readonly https: number };
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** For a balancer in front; a stack last updated by a copy of exposure without it lacks it. */
  readonly fronting?: FrontingOutput;
}

/** What a balancer in front of a class has to know. */
export interface FrontingOutput {
  /** Labels of the controller's pods, whose ports `http` and `https` serve. */
  readonly podSelector: Readonly<Record<string, string>>;
  /** Where each pod says whether it serves: plain HTTP whatever the class speaks, 200 for yes. */
  readonly readiness: { readonly port: number; readonly path: string };
  /** Every port the class takes on its nodes; none where it stays off them. */
  readonly nodePorts: readonly NodePort[];
  /** Who may speak PROXY protocol to the class; absent where it expects none. */
  readonly proxyProtocol?: ProxyProtocolArgs;
}

export interface ServiceOutput {
  readonly class: string;
  readonly namespace: string;
  readonly ingress: string;
  /** One a host and path; `*` stands for any host. */
  readonly urls: readonly string[];
  /** Who serves now: `primary`, or `emergency` while the switch is on. */
  readonly active: Backend;
  readonly primary: Backend;
  readonly emergency?: Backend;
  /** The emergency switch, where it is not off; `active` is the emergency backend only with mode `on`. */
  readonly switch?: SwitchOutput;
}

export interface SwitchOutput extends Occasion {
  readonly mode: "on" | "drill" | "weighted";
  /** Percent of the requests that go to the emergency backend, with `weighted`. */
  readonly weight?: number;
}

/** What other stacks may rely on. Read it with {@link readExposure}. */
export interface ExposureOutputs {
  readonly version: number;
  readonly classes: Readonly<Record<string, ClassOutput>>;
  readonly services: Readonly<Record<string, ServiceOutput>>;
  /** Services whose emergency switch is on: drills and weights are not among them. */
  readonly failover: readonly string[];
  /** Host directory of each class that writes log files. */
  readonly logDirectories: Readonly<Record<string, string>>;
}

/** The outputs of a stack: all of it known before anything is touched. */
export function exposureOutputs({ classes, services, failover }: StackConfig): ExposureOutputs {
  const active = planFailover(failover, services);
  const classOf = new Map(classes.map((spec) => [spec.name, spec]));
  return {
    version: outputsVersion,
    classes: Object.fromEntries(classes.map((spec) => [spec.name, classOutput(spec)])),
    services: Object.fromEntries(
      active.map((one) => [one.service.name, serviceOutput(one, classOf.get(one.service.class))]),
    ),
    failover: active.filter(({ emergency }) => emergency).map(({ service }) => service.name),
    logDirectories: Object.fromEntries(
      classes.filter(({ logs }) => logs.to !== "stdout").map(({ name, logs }) => [name, logs.directory]),
    ),
  };
}

function classOutput(spec: ClassSpec): ClassOutput {
  return {
    className: spec.name,
    controller: spec.controller,
    namespace: spec.namespace,
    exposedAs: spec.expose.as,
    ports: { http: spec.expose.http, https: spec.expose.https },
    nodeSelector: spec.nodeSelector,
    fronting: frontingOutput(spec),
  };
}

function frontingOutput(spec: ClassSpec): FrontingOutput {
  const { port, path } = classControllers[spec.controller].facts.readiness;
  return {
    podSelector: classOwner(spec).selector,
    readiness: { port: listeningPort(port, spec), path },
    nodePorts: nodePorts(spec).map(({ port, purpose }) => ({ port, purpose })),
    ...(spec.proxyProtocol === undefined ? {} : { proxyProtocol: spec.proxyProtocol }),
  };
}

/** What other stacks may know of a service; its class where it is known. */
export function serviceOutput(
  { service, backend, switch: thrown }: ActiveBackend,
  spec: Pick<ClassSpec, "expose"> | undefined,
): ServiceOutput {
  return {
    class: service.class,
    namespace: service.namespace,
    ingress: service.ingress,
    urls: spec === undefined ? [] : serviceUrls(service, spec.expose),
    active: backend,
    primary: service.backend,
    ...emergencyOf(service),
    ...switchOutput(thrown),
  };
}

function switchOutput({ mode, force: _, ...thrown }: Switch): { switch?: SwitchOutput } {
  return mode === "off" ? {} : { switch: { mode, ...thrown } };
}

function emergencyOf({ emergency }: ServiceSpec): { emergency?: Backend } {
  return emergency === undefined ? {} : { emergency };
}
