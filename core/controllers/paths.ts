import type { ServiceSpec } from "../model/service.ts";
import type { Rule } from "./service-problems.ts";

/** A Prefix path with and without a slash at its end is the same path. */
export function normalPath(path: string): string {
  return path.replace(/\/+$/, "") || "/";
}

/**
 * Where a rewrite sends the matched path. What a Prefix path leaves over is appended after a slash: for rewrite `/v1`,
 * `/audio` becomes `/v1/` and `/audio/x` becomes `/v1/x`.
 */
export function rewriteBase({ paths }: ServiceSpec, rewrite: string): string {
  const exact = paths.every(({ type }) => type === "Exact");
  return exact || rewrite.endsWith("/") ? rewrite : `${rewrite}/`;
}

/** The path a browser sends a sticky cookie back to: everywhere the service is. */
export function cookiePath({ paths }: ServiceSpec): string {
  const [only, ...others] = paths;
  return only === undefined || others.length > 0 ? "/" : normalPath(only.path);
}

/**
 * Refuses paths with other characters.
 * @param words the characters in words: `letters, digits and . _ / -`
 */
export function pathCharactersRule(allowed: RegExp, words: string): Rule {
  return {
    code: "unsupported-characters",
    check: ({ paths }) => {
      const refused = paths.find(({ path }) => !allowed.test(path));
      return refused && `cannot serve path "${refused.path}": use only ${words}`;
    },
  };
}
