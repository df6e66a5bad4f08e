import { createSecureContext } from "node:tls";
import { wrong } from "./expected.ts";

/**
 * What is wrong with a list of ciphers, as OpenSSL reads it: a server does not start with a list of which OpenSSL knows
 * none, and leaves out the single ones that it does not know.
 * @see https://docs.openssl.org/3.0/man1/openssl-ciphers/
 */
export function cipherListProblem(list: string): string | undefined {
  const form = /^[A-Za-z0-9_+!@=:.-]+$/;
  if (!form.test(list)) return wrong(`a list of ciphers as OpenSSL writes it, such as "HIGH:!aNULL"`, list);
  return cipherProblem(list);
}

/** The same for a list that a raw key holds, which nginx also takes with commas and spaces. */
export function cipherProblem(list: string): string | undefined {
  const elements = list.split(/[:, ]+/).filter((element) => element !== "");
  // Those of TLS 1.3 are not configured by this list, whether they stand in it or not.
  const modern = elements.find((element) => element.startsWith("TLS_"));
  if (modern !== undefined) {
    return `cannot list ${modern}: ciphers of TLS 1.3 are always on; list those of TLS 1.2`;
  }
  const unknown = elements.find((element) => /^[A-Z0-9]/i.test(element) && !matches(element));
  if (unknown !== undefined) {
    return `lists ${unknown}, which is no cipher of OpenSSL: see \`openssl ciphers -v\``;
  }
  return matches(list) ? undefined : "leaves no cipher: list at least one";
}

function matches(ciphers: string): boolean {
  try {
    createSecureContext({ ciphers });
    return true;
  } catch {
    return false;
  }
}
