import type { TlsPolicyArgs } from "../../model/tls-policy.ts";

/** Lines of the global section. */
export function tlsLines({
  minVersion = "TLSv1.2",
  ciphers = intermediate,
}: TlsPolicyArgs): readonly string[] {
  // The controller turns TLS 1.0 off by itself.
  const off = minVersion === "TLSv1.3" ? "no-tlsv11 no-tlsv12" : "no-tlsv11";
  return [`ssl-default-bind-options ${off}`, `ssl-default-bind-ciphers ${ciphers}`];
}

/**
 * The controller's own list of ciphers has CBC, SHA-1 and key exchange by RSA. This is Mozilla's "intermediate".
 * @see https://wiki.mozilla.org/Security/Server_Side_TLS
 */
const intermediate =
  "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
