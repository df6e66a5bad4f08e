import type { ServiceSpec } from "../model/service.ts";

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
