import type { ClassSpec } from "../../model/class.ts";
import { names } from "../../model/names.ts";
import { listeningPort, servingPorts } from "../ports.ts";
import { f5Facts } from "./facts.ts";

/**
 * The controller's command line.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/command-line-arguments/
 */
export function f5Args(spec: ClassSpec): readonly string[] {
  const { http, https } = servingPorts(spec);
  const { ready, status, metrics } = f5Facts.ports;
  return [
    `-ingress-class=${names.ingressClass(spec.name)}`,
    `-nginx-configmaps=$(POD_NAMESPACE)/${names.config}`,
    // Without them the controller needs neither their definitions nor rights to them.
    `-enable-custom-resources=${spec.customResources !== undefined}`,
    `-enable-snippets=${spec.snippets}`,
    ...(spec.configSafety ? ["-enable-config-safety"] : []),
    // On for every class: otherwise the first service without a host would restart every controller.
    "-allow-empty-ingress-host=true",
    `-default-http-listener-port=${http}`,
    `-default-https-listener-port=${https}`,
    `-ready-status-port=${listeningPort(ready, spec)}`,
    `-nginx-status-port=${listeningPort(status, spec)}`,
    ...(spec.ipv6 ? [] : ["-disable-ipv6"]),
    `-enable-prometheus-metrics=${spec.metrics}`,
    ...(spec.metrics ? [`-prometheus-metrics-listen-port=${listeningPort(metrics, spec)}`] : []),
    ...(spec.latencyMetrics ? ["-enable-latency-metrics"] : []),
    // Otherwise it reports to its vendor every day, and most of these networks are closed.
    "-enable-telemetry-reporting=false",
    ...statusArgs(spec),
    ...certificateArgs(spec),
  ];
}

/**
 * Whether the controller writes addresses into the status of Ingresses. It knows them only from a load balancer's Service
 * or the ConfigMap key `external-status-address`. Only that status needs a leader.
 */
export function f5ReportsStatus({ expose, configMap }: ClassSpec): boolean {
  return expose.as === "loadBalancer" || "external-status-address" in configMap;
}

function statusArgs(spec: ClassSpec): readonly string[] {
  if (!f5ReportsStatus(spec)) return ["-enable-leader-election=false"];
  return [
    "-report-ingress-status",
    ...(spec.expose.as === "loadBalancer" ? [`-external-service=${names.service}`] : []),
    `-leader-election-lock-name=${names.lease}`,
  ];
}

/** One certificate for hosts with TLS that name no Secret, and for connections that name no host. */
function certificateArgs({ defaultCertificate }: ClassSpec): readonly string[] {
  if (defaultCertificate === undefined) return [];
  return [`-default-server-tls-secret=${defaultCertificate}`, `-wildcard-tls-secret=${defaultCertificate}`];
}
