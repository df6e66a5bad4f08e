import type { ClassSpec } from "./class.ts";
import type { ClassControllerName } from "./controllers.ts";

/** A port a controller listens on beside HTTP and HTTPS. */
export interface InternalPort {
  readonly port: number;
  /** What it is for, in words that fit into an error message. */
  readonly purpose: string;
}

/**
 * The controllers' own ports before the class' `portOffset`, as upstream numbers them. F5 serves metrics on
 * a port of its own, ingress-nginx on its health port.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/command-line-arguments/
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/
 */
export const internalPorts = {
  f5: {
    ready: { port: 8081, purpose: "readiness" },
    status: { port: 8080, purpose: "nginx status" },
    metrics: { port: 9113, purpose: "metrics" },
  },
  "ingress-nginx": {
    health: { port: 10254, purpose: "health and metrics" },
    status: { port: 10246, purpose: "nginx status" },
    stream: { port: 10247, purpose: "stream configuration" },
    defaultServer: { port: 8181, purpose: "default server" },
    profiler: { port: 10245, purpose: "profiler" },
  },
} as const satisfies Readonly<Record<ClassControllerName, Readonly<Record<string, InternalPort>>>>;

/** Where a controller says whether it serves: plain HTTP on a port of its own, whatever its class speaks. */
export const readiness = {
  f5: { port: internalPorts.f5.ready, path: "/nginx-ready" },
  "ingress-nginx": { port: internalPorts["ingress-nginx"].health, path: "/healthz" },
} as const satisfies Readonly<
  Record<ClassControllerName, { readonly port: InternalPort; readonly path: string }>
>;

/** Where a class' controller really listens: the controller's own port plus the class' offset. */
export function listeningPort({ port }: InternalPort, { portOffset }: Pick<ClassSpec, "portOffset">): number {
  return port + portOffset;
}

/** Every port beside HTTP and HTTPS that a class' controller listens on, offset added. */
export function internalPortsOf(
  spec: Pick<ClassSpec, "controller" | "metrics" | "portOffset">,
): readonly InternalPort[] {
  return Object.entries<InternalPort>(internalPorts[spec.controller])
    .filter(([name]) => spec.metrics || name !== "metrics")
    .map(([, internal]) => ({ ...internal, port: listeningPort(internal, spec) }));
}
