import { leastTlsVersions, type TlsPolicyArgs } from "../model/tls-policy.ts";
import { cipherListProblem } from "./formats/ciphers.ts";
import { oneOf, text } from "./scalars.ts";
import { object, type Schema } from "./schema.ts";

/** `tls` of a class and of the edge. */
export const tlsPolicyConfig: Schema<TlsPolicyArgs> = object<TlsPolicyArgs>({
  minVersion: oneOf(leastTlsVersions),
  ciphers: text(cipherListProblem, "a list of ciphers as OpenSSL writes it"),
});
