import { type ClaimedHeader, claimedHeaders } from "../forwarded-headers.ts";
import type { Piece } from "./config-map.ts";
import type { NginxDialect } from "./dialect.ts";
import type { PassedBy } from "./service-snippets.ts";

/** @param grpc whether the class serves gRPC, whose locations ignore the lines for HTTP */
export function claimedHeadersPiece(dialect: Pick<NginxDialect, "setHeaders">, grpc: boolean): Piece {
  const lines = grpc ? (["proxy", "grpc"] as const) : (["proxy"] as const);
  return { location: lines.flatMap((passedBy) => claimedHeaderLines(dialect, passedBy)) };
}

/**
 * Lines of a location that keep from the backend what a client claims. nginx sends no header with an empty value; one
 * that a service sets under the same name it sends nevertheless.
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header
 */
export function claimedHeaderLines(
  { setHeaders }: Pick<NginxDialect, "setHeaders">,
  passedBy: PassedBy,
): readonly string[] {
  const others = claimedHeaders.filter((name: ClaimedHeader) => !setHeaders.includes(name));
  return others.map((name) => `${passedBy}_set_header ${name} "";`);
}
