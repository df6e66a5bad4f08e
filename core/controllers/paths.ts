import type { ServiceSpec } from "../model/service.ts";
import type { Rule } from "./service-problems.ts";

/** A Prefix path without its trailing slash, which makes no difference. */
export function normalPath(path: string): string {
  return path.replace(/\/+$/, "") || "/";
}

/**
 * What a rewrite replaces the matched path by. The rest after a Prefix path is appended after a slash: for rewrite `/v1`,
 * `/audio` becomes `/v1/` and `/audio/x` becomes `/v1/x`.
 */
export function rewriteBase({ paths }: ServiceSpec, rewrite: string): string {
  const exact = paths.every(({ type }) => type === "Exact");
  return exact || rewrite.endsWith("/") ? rewrite : `${rewrite}/`;
}

/** Path of a sticky cookie: it covers all paths of the service. */
export function cookiePath({ paths, sticky }: ServiceSpec): string {
  if (sticky?.path !== undefined) return sticky.path;
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
