import type { EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";
import { listeningPort } from "../ports.ts";
import { haproxyFacts } from "./facts.ts";

/**
 * The controller's command line. It does not depend on the classes and services behind the edge, so a new one restarts
 * nothing. It has no `--pprof`, which would open the profiler to the network.
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/controller.md
 */
export function haproxyArgs(spec: EdgeSpec): readonly string[] {
  const { http, https } = spec.expose;
  const { stats, health, controller, defaultBackend, peers } = haproxyFacts.ports;
  return [
    `--ingress.class=${names.edgeClass}`,
    `--configmap=$(POD_NAMESPACE)/${names.edgeConfig}`,
    `--configmap-tcp-services=$(POD_NAMESPACE)/${names.edgeTcpServices}`,
    `--http-bind-port=${http}`,
    `--https-bind-port=${https}`,
    `--stats-bind-port=${listeningPort(stats, spec)}`,
    `--healthz-bind-port=${listeningPort(health, spec)}`,
    // It has nothing but metrics; 0 opens no port.
    `--controller-port=${spec.metrics ? listeningPort(controller, spec) : 0}`,
    `--default-backend-port=${listeningPort(defaultBackend, spec)}`,
    `--localpeer-port=${listeningPort(peers, spec)}`,
    // With IPv6 the statistics take port 1024 a second time, whatever --stats-bind-port says.
    "--disable-ipv6",
    "--disable-quic",
    // No address is published, and it would need the right to write the status of every Ingress.
    "--disable-ingress-status-update",
    // With it, the right to write a Service would suffice to lead the edge anywhere (CVE-2021-25740).
    "--disable-service-external-name",
    ...(spec.metrics ? ["--prometheus"] : []),
    ...(spec.defaultCertificate === undefined
      ? []
      : [`--default-ssl-certificate=${spec.defaultCertificate}`]),
  ];
}
