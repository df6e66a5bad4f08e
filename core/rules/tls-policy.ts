import type { Problem } from "../model/problems.ts";
import type { TlsPolicyArgs } from "../model/tls-policy.ts";

/** @param path of the policy */
export function tlsPolicyProblems({ minVersion, ciphers }: TlsPolicyArgs, path: string): readonly Problem[] {
  if (minVersion !== "TLSv1.3" || ciphers === undefined) return [];
  const message = "has no effect with minVersion TLSv1.3, whose ciphers are always on: leave it out";
  return [{ path: `${path}.ciphers`, code: "has-no-effect", message }];
}
