import type { ClassSpec } from "../../model/class.ts";
import { leastTlsVersions } from "../../model/tls-policy.ts";
import type { Piece } from "./config-map.ts";

/** What clients may use of TLS; F5 and ingress-nginx have the same keys for it. */
export function tlsPiece({ tls: { minVersion, ciphers } }: ClassSpec): Piece {
  return {
    keys: {
      ...(minVersion && {
        "ssl-protocols": leastTlsVersions.slice(leastTlsVersions.indexOf(minVersion)).join(" "),
      }),
      ...(ciphers && { "ssl-ciphers": ciphers }),
    },
  };
}
