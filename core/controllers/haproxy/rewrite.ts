import type { ServiceSpec } from "../../model/service.ts";
import { normalPath, rewriteBase } from "../paths.ts";

/**
 * One expression for all paths of a service, because of several rules each would match the result of the one before it.
 * The rest after a Prefix path is kept; the longest path is tried first.
 */
export function pathRewrite(service: ServiceSpec): string | undefined {
  if (service.rewrite === undefined) return undefined;
  const base = rewriteBase(service, service.rewrite);
  const exact = service.paths.every(({ type }) => type === "Exact");
  const paths = service.paths
    .map(({ path }) => (exact ? path : withoutSlash(path)))
    .toSorted((a, b) => b.length - a.length)
    .map(escaped);
  const any = paths.length === 1 ? paths.join() : `(?:${paths.join("|")})`;
  return exact ? `^${any}$ ${base}` : `^${any}(?:/|$)(.*)$ ${base}\\1`;
}

function withoutSlash(path: string): string {
  const normal = normalPath(path);
  return normal === "/" ? "" : normal;
}

function escaped(path: string): string {
  return path.replace(/[.+]/g, "\\$&");
}
