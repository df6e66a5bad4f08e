import type { FieldTable } from "./fields.ts";

/** What to do where TLS cannot be handed on. */
const instead =
  "end TLS here and speak it to the backend anew (tls, protocol: https, backendTls), or give the backend a load balancer of its own and leave tlsPassthrough out";

/**
 * A field that a controller refuses.
 * @param reason continues `class "<name>" (<controller>) …`
 * @param docs a table cell
 */
export function noPassthrough(reason: string, docs: string): FieldTable["tlsPassthrough"] {
  return {
    as: "refused",
    instead: () => `${reason}: ${instead}`,
    docs: { tlsPassthrough: `refused: ${docs}` },
  };
}
