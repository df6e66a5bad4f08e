import { haproxyFacts } from "../controllers/haproxy/facts.ts";
import { servingClass } from "../controllers/haproxy/serving-class.ts";
import { listeningPort } from "../controllers/ports.ts";
import { planFailover } from "../failover/plan.ts";
import type { ClassRoute, EdgeConfig } from "../model/edge.ts";
import { names } from "../model/names.ts";
import { type EdgeOutputs, edgeOutputsVersion } from "../model/outputs.ts";
import { serviceOutput } from "./exposure-outputs.ts";

/**
 * What an edge stack exports.
 * @param exposure full name of the exposure stack
 * @param statsPassword a string, or a Pulumi Output
 */
export function edgeOutputs<Secret>(
  exposure: string,
  { edge, virtualIp, services, failover }: Pick<EdgeConfig, "edge" | "virtualIp" | "services" | "failover">,
  routes: readonly ClassRoute[],
  statsPassword: Secret,
): EdgeOutputs<Secret> {
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
      active.map((backend) => [backend.service.name, serviceOutput(backend, servingClass(edge))]),
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
