import { servicesOf } from "../controllers/plan-services.ts";
import { listeningPort, servingPorts } from "../controllers/ports.ts";
import { classControllers } from "../controllers/registry.ts";
import { planFailover } from "../failover/plan.ts";
import { classOwner } from "../kubernetes/owner.ts";
import type { ClassSpec } from "../model/class.ts";
import type { ActiveBackend, Switch } from "../model/failover.ts";
import {
  type ClassOutput,
  type ExposureOutputs,
  type FrontingOutput,
  outputsVersion,
  type ServiceOutput,
  type SwitchOutput,
} from "../model/outputs.ts";
import type { Backend, ServiceSpec } from "../model/service.ts";
import type { StackConfig } from "../model/stack.ts";
import { nodePorts } from "../rules/node-ports.ts";
import { type Ports, serviceUrls } from "./urls.ts";

/** What a stack exports: all of it is known before anything is touched. */
export function exposureOutputs({ classes, services, failover }: StackConfig): ExposureOutputs {
  const active = planFailover(failover, services);
  const classOf = new Map(classes.map((spec) => [spec.name, spec]));
  return {
    version: outputsVersion,
    classes: Object.fromEntries(
      classes.map((spec) => [spec.name, classOutput(spec, servicesOf(spec, services))]),
    ),
    services: Object.fromEntries(
      active.map((backend) => [
        backend.service.name,
        serviceOutput(backend, classOf.get(backend.service.class)),
      ]),
    ),
    failover: active.filter(({ emergency }) => emergency).map(({ service }) => service.name),
    logDirectories: Object.fromEntries(
      classes.filter(({ logs }) => logs.to !== "stdout").map(({ name, logs }) => [name, logs.directory]),
    ),
  };
}

function classOutput(spec: ClassSpec, services: readonly ServiceSpec[]): ClassOutput {
  return {
    className: spec.name,
    controller: spec.controller,
    namespace: spec.namespace,
    exposedAs: spec.expose.as,
    ports: { http: spec.expose.http, https: spec.expose.https },
    nodeSelector: spec.nodeSelector,
    ...(spec.customResources !== undefined && { customResources: true }),
    fronting: frontingOutput(spec, services),
  };
}

function frontingOutput(spec: ClassSpec, services: readonly ServiceSpec[]): FrontingOutput {
  const { port, path } = classControllers[spec.controller].facts.readiness;
  return {
    podSelector: classOwner(spec).selector,
    readiness: { port: listeningPort(port, spec), path },
    nodePorts: nodePorts(spec).map(({ port, purpose }) => ({ port, purpose })),
    ...(services.some(({ forceHttps }) => forceHttps !== undefined)
      ? { redirectsTo: servingPorts(spec).https }
      : {}),
    ...(spec.proxyProtocol === undefined ? {} : { proxyProtocol: spec.proxyProtocol }),
  };
}

/**
 * What other stacks may know of a service.
 * @param spec the service's class; undefined where the configuration has no such class
 */
export function serviceOutput(
  { service, backend, switch: position }: ActiveBackend,
  spec: { readonly expose: Ports } | undefined,
): ServiceOutput {
  return {
    class: service.class,
    namespace: service.namespace,
    ingress: service.ingress,
    ...(service.kind === "Ingress" ? {} : { kind: service.kind }),
    urls: spec === undefined ? [] : serviceUrls(service, spec.expose),
    active: backend,
    primary: service.backend,
    ...emergencyOf(service),
    ...switchOutput(position),
  };
}

function switchOutput({ mode, force: _, ...details }: Switch): { switch?: SwitchOutput } {
  return mode === "off" ? {} : { switch: { mode, ...details } };
}

function emergencyOf({ emergency }: ServiceSpec): { emergency?: Backend } {
  return emergency === undefined ? {} : { emergency };
}
