import type { ServiceSpec } from "../model/service.ts";

/** The fields of a service that tell clients apart by their address. */
export function fieldsByAddress({ allow, deny, rateLimit, connections }: ServiceSpec): readonly string[] {
  return [
    ...(allow.length === 0 ? [] : ["allow"]),
    ...(deny.length === 0 ? [] : ["deny"]),
    ...(rateLimit === undefined || rateLimit.header !== undefined ? [] : ["rateLimit"]),
    ...(connections === undefined ? [] : ["connections"]),
  ];
}
