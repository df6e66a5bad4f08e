import type { Size } from "./units.ts";

/** What the services of a class ask of its controller as a whole, beyond their own Ingresses. */
export interface ClassDemands {
  /** A service speaks gRPC: F5 serves it only where HTTP/2 is on for the class. */
  readonly http2: boolean;
  /**
   * Request body of the class' gRPC services, `0` for no limit: F5 renders no `client_max_body_size`
   * in gRPC locations, so the class sets it for all of `http`.
   */
  readonly grpcBodySize?: Size;
  /** A service answers on every host: F5 starts only with `-allow-empty-ingress-host`. */
  readonly hostless: boolean;
  /**
   * ConfigMap keys for what the controller has once for all services though a service asks for it
   * (ingress-nginx: status of redirects and of refused requests, HSTS). Below the class' raw `configMap`.
   */
  readonly keys?: Readonly<Record<string, string>>;
}

export const noDemands: ClassDemands = { http2: false, hostless: false };
