import type { ServiceSpec } from "../model/service.ts";
import { toSeconds } from "../model/units.ts";

/** Value of `Strict-Transport-Security`, where a controller has no setting of its own for it. */
export function hstsValue({ maxAge, includeSubdomains }: NonNullable<ServiceSpec["hsts"]>): string {
  return `max-age=${toSeconds(maxAge)}${includeSubdomains ? "; includeSubDomains" : ""}`;
}
