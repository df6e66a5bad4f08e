import { createSecureContext } from "node:tls";
import type { Problem } from "../../model/problems.ts";

/**
 * What is wrong with a list of ciphers, as OpenSSL reads it: nginx does not start with a list of which OpenSSL knows none,
 * and leaves out the single ones that it does not know.
 * @see https://docs.openssl.org/3.0/man1/openssl-ciphers/
 */
export function cipherProblem(list: string): Omit<Problem, "path"> | undefined {
  const elements = list.split(/[:, ]+/).filter((element) => element !== "");
  // Those of TLS 1.3 are not configured by this list, whether they stand in it or not.
  const modern = elements.find((element) => element.startsWith("TLS_"));
  if (modern !== undefined) {
    const message = `cannot list ${modern}: ciphers of TLS 1.3 are always on; list those of TLS 1.2`;
    return { code: "tls13-cipher", message };
  }
  const unknown = elements.find((element) => /^[A-Z0-9]/i.test(element) && !matches(element));
  if (unknown !== undefined) {
    const message = `lists ${unknown}, which is no cipher of OpenSSL: see \`openssl ciphers -v\``;
    return { code: "unknown-cipher", message };
  }
  return matches(list) ? undefined : { code: "no-cipher", message: "leaves no cipher: list at least one" };
}

function matches(ciphers: string): boolean {
  try {
    createSecureContext({ ciphers });
    return true;
  } catch {
    return false;
  }
}
