import type { Output } from "@pulumi/pulumi";
import { haproxyFacts } from "../controllers/haproxy/facts.ts";
import { listeningPort } from "../controllers/ports.ts";
import { planFailover } from "../failover/plan.ts";
import type { EdgeConfig } from "../model/edge.ts";
import { names } from "../model/names.ts";
import type { ClassRoute } from "../rules/edge-routes.ts";
import { servingClass } from "../stack/edge-services.ts";
import { type ServiceOutput, serviceOutput } from "./exposure-outputs.ts";

/** Shape of the outputs; raised when a field changes its meaning or goes, not when one is added. */
export const edgeOutputsVersion = 1;

/** What an edge stack exports. */
export interface EdgeOutputs {
  readonly version: number;
  /** Full name of the exposure stack whose classes it serves. */
  readonly exposure: string;
  /** What an Ingress names in `ingressClassName` to be served by HAProxy itself. */
  readonly className: string;
  readonly namespace: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Addresses it speaks to the classes from: nginx has to trust them. */
  readonly nodes: readonly string[];
  /** Where clients reach the edge: its virtual IP, or its nodes where it has none. */
  readonly addresses: readonly string[];
  /** Of class `haproxy` itself. */
  readonly ports: { readonly http: number; readonly https: number };
  /** The classes behind, by name, with their ports on the edge. */
  readonly classes: Readonly<
    Record<string, { readonly http: number; readonly https: number; readonly proxyProtocol: boolean }>
  >;
  /** Those HAProxy serves itself. */
  readonly services: Readonly<Record<string, ServiceOutput>>;
  /** Services whose emergency switch is on. */
  readonly failover: readonly string[];
  /** One a node; asks for a password. */
  readonly statsUrls: readonly string[];
  readonly statsUser: string;
  /** A secret. */
  readonly statsPassword: Output<string>;
  /** For Prometheus: HAProxy's and the controller's, of each node; none with `metrics: false`. */
  readonly metricsUrls: readonly string[];
}

export function edgeOutputs(
  exposure: string,
  { edge, virtualIp, services, failover }: Pick<EdgeConfig, "edge" | "virtualIp" | "services" | "failover">,
  routes: readonly ClassRoute[],
  statsPassword: Output<string>,
): EdgeOutputs {
  const stats = listeningPort(haproxyFacts.ports.stats, edge);
  const controller = listeningPort(haproxyFacts.ports.controller, edge);
  const active = planFailover(failover, services);
  return {
    version: edgeOutputsVersion,
    exposure,
    className: names.edgeClass,
    namespace: edge.namespace,
    nodeSelector: edge.nodeSelector,
    nodes: edge.nodes,
    addresses: virtualIp === undefined ? edge.nodes : [virtualIp.address.replace(/\/.*/, "")],
    ports: edge.expose,
    classes: Object.fromEntries(
      routes.map(({ className, http, https, proxyProtocol }) => [className, { http, https, proxyProtocol }]),
    ),
    services: Object.fromEntries(
      active.map((one) => [one.service.name, serviceOutput(one, servingClass(edge))]),
    ),
    failover: active.filter(({ emergency }) => emergency).map(({ service }) => service.name),
    statsUrls: edge.nodes.map((address) => `http://${address}:${stats}/`),
    statsUser: edge.stats.user,
    statsPassword,
    metricsUrls: edge.metrics
      ? edge.nodes.flatMap((address) => [
          `http://${address}:${stats}/metrics`,
          `http://${address}:${controller}/metrics`,
        ])
      : [],
  };
}
