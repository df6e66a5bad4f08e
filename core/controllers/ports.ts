import type { ServingPorts } from "../kubernetes/container-ports.ts";
import type { ClassSpec } from "../model/class.ts";
import type { ControllerFacts, InternalPort } from "./facts.ts";

/** Settings of a class, or of the edge, that its controller's internal ports depend on. */
export interface PortSettings {
  readonly portOffset: number;
  readonly metrics: boolean;
}

/** The port on which a controller listens: upstream's number plus `portOffset`. */
export function listeningPort(
  { port }: Pick<InternalPort, "port">,
  { portOffset }: Pick<PortSettings, "portOffset">,
): number {
  return port + portOffset;
}

/** The open ports among `facts.ports`, by the same names, with `portOffset` added. */
export function internalPorts(
  { ports }: Pick<ControllerFacts, "ports">,
  settings: PortSettings,
): Readonly<Record<string, Pick<InternalPort, "port" | "purpose">>> {
  return Object.fromEntries(
    Object.entries(ports)
      .filter(([, { onlyWithMetrics }]) => settings.metrics || !onlyWithMetrics)
      .map(([name, { port, purpose }]) => [name, { port: listeningPort({ port }, settings), purpose }]),
  );
}

/**
 * Where the controller itself listens: on the class's ports with `hostNetwork`, else on 80 and 443, to which a hostPort
 * or a Service maps the class's ports.
 */
export function servingPorts({ expose }: Pick<ClassSpec, "expose">): ServingPorts {
  return expose.as === "hostNetwork" ? { http: expose.http, https: expose.https } : { http: 80, https: 443 };
}
