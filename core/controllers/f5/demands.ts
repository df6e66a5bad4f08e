import type { ClassSpec } from "../../model/class.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import type { Size } from "../../model/units.ts";

/** What the services of a class together need from its controller, beyond their own Ingresses. */
export interface Demands {
  /** A service speaks gRPC: F5 serves it only while HTTP/2 is on for the class. */
  readonly http2: boolean;
  /** A service answers on every host: it is the default server. */
  readonly hostless: boolean;
  /**
   * Request body of the gRPC services, `0` for no limit: F5 writes `client_max_body_size` into every location but
   * those of gRPC, which take it from `http`.
   */
  readonly grpcBodySize?: Size;
}

/** @param services those of the class */
export function demandsOf(spec: ClassSpec, services: readonly ServiceSpec[]): Demands {
  const bodySize = grpcBodySize(spec, services.filter(isGrpc));
  return {
    http2: services.some(isGrpc),
    hostless: services.some(({ hosts }) => hosts.length === 0),
    ...(bodySize !== undefined && { grpcBodySize: bodySize }),
  };
}

/** With snippets, each location has the size of its own service. */
function grpcBodySize(
  { snippets, performance }: ClassSpec,
  services: readonly ServiceSpec[],
): Size | undefined {
  if (services.length === 0) return undefined;
  const sized = snippets ? undefined : services.find(({ bodySize }) => bodySize !== undefined);
  return sized?.bodySize ?? performance.clientMaxBodySize;
}
