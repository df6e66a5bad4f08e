import type { PathType } from "../../model/service.ts";
import { automatonOf, isExponential } from "../regex/automaton.ts";
import { overlap } from "../regex/compare.ts";
import { parseExpression } from "../regex/parse.ts";
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
  return `${wrong("a plain path", path)}: ${JSON.stringify(stranger)} is not allowed; a regular expression needs type Regex`;
}

/** What is wrong with a path of type Regex. */
export function expressionProblem(path: string): string | undefined {
  const expected = "a regular expression";
  if (!path.startsWith("/")) return wrong(`${expected} that begins with "/"`, path);
  if (/^\/[*+?{]/.test(path)) return wrong(`${expected} that begins with one "/"`, path);
  if (path.includes("//")) return wrong(`${expected} without "//", which nginx makes one "/"`, path);
  if (path.length > longest)
    return `${wrong(`${expected} of at most ${longest} characters`, path)} (${path.length})`;
  const parsed = parseExpression(path);
  if (typeof parsed === "string") return `${wrong(expected, path)}: it ${parsed}`;
  const automaton = automatonOf(parsed.tree);
  const exponential = isExponential(parsed.tree);
  if (automaton === undefined || exponential === undefined)
    return `${wrong(expected, path)}: it is too large, so repeat less`;
  if (!overlap(automaton, automaton)) return `${wrong(expected, path)}: it matches no path`;
  return exponential
    ? `${wrong(expected, path)}: a long path would keep nginx trying until it gives up and answers 500, because one repetition contains another or alternatives that match the same; write it so that each path matches in one way only`
    : undefined;
}

/** What is wrong with what a path is rewritten to: `$1` to `$9` stand for groups of a Regex path. */
export function rewriteProblem(rewrite: string): string | undefined {
  return pathProblem(rewrite.replace(capture, "x"));
}

/** A group of an expression in a rewrite. */
export const capture = /\$[1-9](?!\d)/g;

/** One spelling for paths that match the same requests: a prefix matches the same with and without a last slash. */
export function canonicalPath(path: string, type: PathType): string {
  return type === "Prefix" && path !== "/" ? path.replace(/\/$/, "") : path;
}
