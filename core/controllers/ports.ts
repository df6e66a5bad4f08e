import type { ControllerFacts, InternalPort } from "./controller.ts";

/** Settings of a class, or of the edge, that its controller's internal ports depend on. */
export interface PortSettings {
  readonly portOffset: number;
  readonly metrics: boolean;
}

/** Where a controller really listens: its port as upstream numbers it, plus `portOffset`. */
export function listeningPort(
  { port }: Pick<InternalPort, "port">,
  { portOffset }: Pick<PortSettings, "portOffset">,
): number {
  return port + portOffset;
}

/** The open ports among `facts.ports`, by the same names, `portOffset` added. */
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
