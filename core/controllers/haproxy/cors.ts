import type { ServiceSpec } from "../../model/service.ts";
import { corsHeaders, originPattern } from "../cors.ts";

/**
 * Lines of a backend that answer pages of other origins. The controller's annotations `cors-…` are not used: they have no
 * headers to expose, and answer `OPTIONS` of every origin.
 */
export function corsLines({ cors }: Pick<ServiceSpec, "cors">): readonly string[] {
  if (cors === undefined) return [];
  const any = cors.origins.includes("*");
  const known = "{ var(txn.exposure_origin) -m found }";
  const set = (name: string, value: string) => `http-after-response set-header ${name} ${value} if ${known}`;
  return [
    any
      ? "http-request set-var(txn.exposure_origin) str(*)"
      : `http-request set-var(txn.exposure_origin) req.hdr(origin) if { req.hdr(origin) -m reg -i '${originPattern(cors.origins)}' }`,
    `http-request return status 204 if METH_OPTIONS ${known}`,
    // The backend's own would stand beside these.
    ...["Origin", "Methods", "Headers", "Credentials"].map(
      (name) => `http-after-response del-header Access-Control-Allow-${name}`,
    ),
    set("Access-Control-Allow-Origin", "%[var(txn.exposure_origin)]"),
    ...(any ? [] : ["http-after-response add-header Vary Origin"]),
    ...Object.entries(corsHeaders(cors)).map(([name, value]) => set(name, `'${value}'`)),
  ];
}
