import { capture } from "../config/formats/paths.ts";
import { matches } from "../config/regex/compare.ts";
import { parseExpression } from "../config/regex/parse.ts";
import { pathAutomaton } from "../config/regex/path-automaton.ts";
import type { Problem } from "../model/problems.ts";
import type { PathArgs, ServiceSpec } from "../model/service.ts";
import { byHost, hostInWords } from "./hosts.ts";
import { type Rule, serviceProblem } from "./service-problems.ts";
import type { ServingClass } from "./serving-class.ts";

/** A Prefix path without its trailing slash, which makes no difference. */
export function normalPath(path: string): string {
  return path.replace(/\/+$/, "") || "/";
}

/**
 * What a rewrite replaces the matched path by. The rest after a Prefix path is appended after a slash: for rewrite `/v1`,
 * `/audio` becomes `/v1/` and `/audio/x` becomes `/v1/x`. Nothing follows after an Exact or Regex path.
 */
export function rewriteBase({ paths }: ServiceSpec, rewrite: string): string {
  const whole = paths.every(({ type }) => type !== "Prefix");
  return whole || rewrite.endsWith("/") ? rewrite : `${rewrite}/`;
}

/** The groups of an expression that a rewrite names and some path of the service lacks: `$2`. */
export function missingGroup({ paths, rewrite = "" }: ServiceSpec): string | undefined {
  const groups = paths.map(({ path, type }) => {
    const parsed = type === "Regex" ? parseExpression(path) : undefined;
    return parsed === undefined || typeof parsed === "string" ? 0 : parsed.captures;
  });
  const least = Math.min(...groups);
  return rewrite.match(capture)?.find((name) => Number(name.slice(1)) > least);
}

/** Whether a path matches requests for `/`. */
export function servesRoot(path: Required<PathArgs>): boolean {
  const automaton = pathAutomaton(path);
  return automaton !== undefined && matches(automaton, "/");
}

/**
 * Services whose `appRoot` would redirect another service's requests for `/`, or that differ in it on one host: it belongs
 * to the server of the host.
 */
export function appRootProblems(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return [...byHost(services)].flatMap(([host, onHost]) => {
    const [first, ...others] = onHost.filter(({ appRoot }) => appRoot !== undefined);
    if (first === undefined) return [];
    const problem = (service: ServiceSpec, code: string, sentence: string) =>
      serviceProblem(spec, service, "appRoot", { code, sentence });
    return [
      ...others.map((service) =>
        problem(
          service,
          "once-for-the-host",
          `redirects / of ${hostInWords(host)} once, and service "${first.name}" does that: leave appRoot out of one`,
        ),
      ),
      ...onHost
        .filter((other) => other.appRoot === undefined && other.paths.some(servesRoot))
        .filter(() => !first.paths.some(({ path, type }) => type === "Exact" && path === "/"))
        .map((other) =>
          problem(
            first,
            "root-of-another",
            `would redirect requests for / of ${hostInWords(host)}, which service "${other.name}" serves: set appRoot there, or remove that path`,
          ),
        ),
    ];
  });
}

/** Path of a sticky cookie: it covers all paths of the service. */
export function cookiePath({ paths, sticky }: ServiceSpec): string {
  if (sticky?.path !== undefined) return sticky.path;
  const [only, ...others] = paths;
  return only === undefined || others.length > 0 || only.type === "Regex" ? "/" : normalPath(only.path);
}

/**
 * Refuses Prefix and Exact paths with other characters.
 * @param words the characters in words: `letters, digits and . _ / -`
 */
export function pathCharactersRule(allowed: RegExp, words: string): Rule {
  return {
    code: "unsupported-characters",
    check: ({ paths }) => {
      const refused = paths.find(({ path, type }) => type !== "Regex" && !allowed.test(path));
      return refused && `cannot serve path "${refused.path}": use only ${words}`;
    },
  };
}
