import type { ClassDemands } from "../../model/demands.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { toSeconds } from "../../model/units.ts";

/** What the services of a class ask of ingress-nginx as a whole. */
export function demandsOf(services: readonly ServiceSpec[]): ClassDemands {
  return {
    http2: services.some(isGrpc),
    hostless: services.some(({ hosts }) => hosts.length === 0),
    keys: classWideKeys(services),
  };
}

/** ConfigMap keys of what a class has once for all services. HSTS is on by default, subdomains included, so it is always said. */
function classWideKeys(services: readonly ServiceSpec[]): Readonly<Record<string, string>> {
  const redirect = services.find(({ forceHttps }) => forceHttps !== undefined)?.forceHttps;
  const limit = services.find(({ rateLimit }) => rateLimit !== undefined)?.rateLimit;
  const hsts = services.find((service) => service.hsts !== undefined)?.hsts;
  return {
    ...(redirect && { "http-redirect-code": String(redirect.status) }),
    ...(limit && { "limit-req-status-code": String(limit.status) }),
    hsts: String(hsts !== undefined),
    ...(hsts && {
      "hsts-max-age": String(toSeconds(hsts.maxAge)),
      "hsts-include-subdomains": String(hsts.includeSubdomains),
    }),
  };
}
