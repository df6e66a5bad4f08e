import type { EdgeSpec } from "../../model/edge.ts";

/**
 * The controller's ports beside those of classes, before `portOffset`, as upstream numbers them.
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/controller.md
 */
const internalPorts = {
  stats: { port: 1024, purpose: "statistics" },
  health: { port: 1042, purpose: "health" },
  controller: { port: 6060, purpose: "metrics of the controller" },
  defaultBackend: { port: 6061, purpose: "default backend" },
  peers: { port: 10_000, purpose: "peers" },
} as const;

export type InternalPortName = keyof typeof internalPorts;

/** Where one of the controller's own ports really is. */
export function internalPort(name: InternalPortName, { portOffset }: Pick<EdgeSpec, "portOffset">): number {
  return internalPorts[name].port + portOffset;
}

export interface OwnPort {
  /** Of the container. */
  readonly name: string;
  readonly port: number;
  readonly purpose: string;
}

/** Every port the edge takes on its nodes whatever classes it serves. */
export function ownPorts(spec: EdgeSpec): readonly OwnPort[] {
  const { http, https } = spec.expose;
  return [
    { name: "http", port: http, purpose: "HTTP of class haproxy" },
    { name: "https", port: https, purpose: "HTTPS of class haproxy" },
    ...Object.entries(internalPorts)
      .filter(([name]) => spec.metrics || name !== "controller")
      .map(([name, { port, purpose }]) => ({ name: kebab(name), port: port + spec.portOffset, purpose })),
  ];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
