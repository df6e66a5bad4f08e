import type { ServiceSpec } from "../model/service.ts";
import { toSeconds } from "../model/units.ts";

export type Cors = NonNullable<ServiceSpec["cors"]>;

/** An expression of PCRE for the origins, without backslashes: nginx and HAProxy read those differently. */
export function originPattern(origins: readonly string[]): string {
  const patterns = origins.map((origin) => origin.replaceAll(".", "[.]").replace("*[.]", "[a-z0-9-]+[.]"));
  return `^(${patterns.join("|")})$`;
}

/** Headers of an answer beside the origin, by name. */
export function corsHeaders(cors: Cors): Readonly<Record<string, string>> {
  return {
    "Access-Control-Allow-Methods": cors.methods.join(", "),
    "Access-Control-Allow-Headers": cors.headers.join(", "),
    ...(cors.credentials && { "Access-Control-Allow-Credentials": "true" }),
    ...(cors.exposeHeaders.length > 0 && { "Access-Control-Expose-Headers": cors.exposeHeaders.join(", ") }),
    "Access-Control-Max-Age": String(toSeconds(cors.maxAge)),
  };
}
