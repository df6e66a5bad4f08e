import type { ClassSpec, ExposureMode } from "../../model/class.ts";
import { names } from "../../model/names.ts";
import { toWholeSeconds } from "../../model/units.ts";
import { listeningPort, servingPorts } from "../ports.ts";
import { ingressNginxFacts } from "./facts.ts";

/** `/wait-shutdown` looks for nginx once a second, and the controller must outlive its last look. Upstream waits 10 s. */
export const postShutdownSeconds = 2;

/**
 * The controller's command line. The image's entrypoint is dumb-init, so the program comes first.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/
 */
export function ingressNginxArgs(spec: ClassSpec): readonly string[] {
  const { http, https } = servingPorts(spec);
  const { health, status, stream, defaultServer, profiler } = ingressNginxFacts.ports;
  return [
    "/nginx-ingress-controller",
    `--controller-class=${ingressNginxFacts.ingressController(spec.name)}`,
    // The class of Ingresses that still carry the annotation kubernetes.io/ingress.class.
    `--ingress-class=${names.ingressClass(spec.name)}`,
    `--configmap=$(POD_NAMESPACE)/${names.config}`,
    `--election-id=${names.lease}`,
    `--http-port=${http}`,
    `--https-port=${https}`,
    `--healthz-port=${listeningPort(health, spec)}`,
    `--status-port=${listeningPort(status, spec)}`,
    `--stream-port=${listeningPort(stream, spec)}`,
    `--default-server-port=${listeningPort(defaultServer, spec)}`,
    // Numbered although profiling is off: the controller does not start if another class holds the port.
    "--profiling=false",
    `--profiler-port=${listeningPort(profiler, spec)}`,
    `--enable-metrics=${spec.metrics}`,
    // Without it, the right to write a Service would suffice to lead clients anywhere (CVE-2021-25740).
    "--disable-svc-external-name",
    addressArg[spec.expose.as],
    `--shutdown-grace-period=${toWholeSeconds(spec.drain.delay)}`,
    `--post-shutdown-grace-period=${postShutdownSeconds}`,
    ...(spec.defaultCertificate === undefined
      ? []
      : [`--default-ssl-certificate=${spec.defaultCertificate}`]),
  ];
}

const ofNodes = "--report-node-internal-ip-address";
const ofService = `--publish-service=$(POD_NAMESPACE)/${names.service}`;

/** Where the address in the status of Ingresses comes from. A NodePort Service would only give its cluster IP. */
const addressArg: Readonly<Record<ExposureMode, string>> = {
  hostNetwork: ofNodes,
  hostPort: ofNodes,
  nodePort: ofNodes,
  loadBalancer: ofService,
  clusterIP: ofService,
};
