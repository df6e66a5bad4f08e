import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { toSeconds } from "../../model/units.ts";

/** What the services of a class together need from its controller, beyond their own Ingresses. */
export interface Demands {
  /** A service speaks gRPC. */
  readonly http2: boolean;
  /** ConfigMap keys of settings that all services share: HSTS, the status of redirects and refusals. */
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * HSTS is always set, because the controller would otherwise send it, subdomains included, for every host with TLS.
 * @param services those of the class; they agree on what the controller has once
 */
export function demandsOf(services: readonly ServiceSpec[]): Demands {
  const redirect = services.find(({ forceHttps }) => forceHttps !== undefined)?.forceHttps;
  const limit = services.find(({ rateLimit }) => rateLimit !== undefined)?.rateLimit;
  const hsts = services.find((service) => service.hsts !== undefined)?.hsts;
  return {
    http2: services.some(isGrpc),
    keys: {
      ...(redirect && { "http-redirect-code": String(redirect.status) }),
      ...(limit && { "limit-req-status-code": String(limit.status) }),
      // Otherwise the first CA of a host would be that of its other services too.
      ...(services.some(({ backendTls }) => backendTls?.ca !== undefined) && {
        "proxy-ssl-location-only": "true",
      }),
      ...(services.some(({ connections }) => connections !== undefined) && {
        "limit-conn-status-code": "429",
      }),
      hsts: String(hsts !== undefined),
      ...(hsts && {
        "hsts-max-age": String(toSeconds(hsts.maxAge)),
        "hsts-include-subdomains": String(hsts.includeSubdomains),
      }),
    },
  };
}
