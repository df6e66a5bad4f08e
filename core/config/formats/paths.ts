import { wrong } from "./expected.ts";

/**
 * Characters a path may have. nginx takes no parameter above 4,094 bytes, and controllers escape a path, append it to a
 * pattern, or put it after the name of an upstream.
 */
const longest = 1000;

/** The characters RFC 3986 allows in a path, without those that nginx or its templates read as syntax. */
const plain = /^[A-Za-z0-9\-._~!&+,:=@%/]*$/;

/**
 * What is wrong with the path of an Ingress, or with what it is rewritten to: what the API server refuses, and what
 * nginx would read as configuration or as a regular expression.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
 */
export function pathProblem(path: string): string | undefined {
  if (!path.startsWith("/")) return `${wrong(`a path that begins with "/"`, path)}`;
  if (path.includes("//")) return wrong(`a path without "//"`, path);
  if (path.split("/").some((part) => part === "." || part === "..")) {
    return wrong(`a path without "." or ".." segments`, path);
  }
  if (/%2f/i.test(path)) return wrong(`a path without "%2F", which nginx reads as "/"`, path);
  if (path.length > longest)
    return `${wrong(`a path of at most ${longest} characters`, path)} (${path.length})`;
  if (plain.test(path)) return undefined;
  const stranger = [...path].find((character) => !plain.test(character));
  return `${wrong("a plain path", path)}: ${JSON.stringify(stranger)} is not allowed; paths are prefixes or exact matches, never regular expressions`;
}

/** One spelling for paths that match the same requests: a prefix matches the same with and without a last slash. */
export function canonicalPath(path: string, type: "Prefix" | "Exact"): string {
  return type === "Prefix" && path !== "/" ? path.replace(/\/$/, "") : path;
}
