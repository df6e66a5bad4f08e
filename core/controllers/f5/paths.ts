import { matches } from "../../config/regex/compare.ts";
import { pathAutomaton } from "../../config/regex/path-automaton.ts";
import { isGrpc, type PathArgs, type ServiceSpec, standbyView } from "../../model/service.ts";
import { hostsOf } from "../hosts.ts";
import type { RenderedPath } from "../ingress.ts";
import { hasExpression, type PathOrder } from "../nginx/path-order.ts";
import { normalPath, pathCharactersRule } from "../paths.ts";
import type { Rule } from "../service-problems.ts";

/**
 * Paths as plain nginx locations, by elements as Kubernetes means them. F5 renders Prefix `/audio` as
 * `location /audio`, which answers `/audiox` too; so it becomes Exact `/audio` and Prefix `/audio/`. No
 * regular expressions where none is asked for: between services of one host nginx's longest prefix still decides. Of
 * expressions nginx takes the first that matches, so the longest of a service comes first, as on ingress-nginx.
 * @param taken paths of other services on the same hosts that go before a Prefix path of the same name
 */
export function f5Paths({ paths }: ServiceSpec, taken: ReadonlySet<string>): readonly RenderedPath[] {
  if (hasExpression({ paths })) {
    return paths
      .map(({ path }) => ({ path, pathType: "ImplementationSpecific" as const }))
      .toSorted((a, b) => b.path.length - a.path.length || (a.path < b.path ? 1 : -1));
  }
  const exact = new Set([...taken, ...paths.filter(({ type }) => type === "Exact").map(({ path }) => path)]);
  return paths.flatMap(({ path, type }): readonly RenderedPath[] => {
    if (type === "Exact") return [{ path, pathType: "Exact" }];
    const prefix = normalPath(path);
    if (prefix === "/") return [{ path: "/", pathType: "Prefix" }];
    return [
      ...(exact.has(prefix) ? [] : [{ path: prefix, pathType: "Exact" as const }]),
      { path: `${prefix}/`, pathType: "Prefix" },
    ];
  });
}

/** Paths that other services on a service's hosts take as Exact ones, or by an expression within a Prefix path. */
export function pathsTakenBeside(
  service: ServiceSpec,
  hosts: ReadonlyMap<string, readonly ServiceSpec[]>,
): ReadonlySet<string> {
  const others = hostsOf(service).flatMap((host) => hosts.get(host) ?? []);
  const paths = others.filter((other) => other.name !== service.name).flatMap((other) => other.paths);
  return takenBy(paths, service);
}

/** Those of these paths of other services; see {@link pathsTakenBeside}. */
export function takenBy(others: readonly Required<PathArgs>[], { paths }: ServiceSpec): ReadonlySet<string> {
  const exact = others.filter(({ type }) => type === "Exact").map(({ path }) => path);
  const expressions = others.filter(({ type }) => type === "Regex").map(pathAutomaton);
  const matched = expressions.length === 0 ? [] : paths.map(({ path }) => normalPath(path));
  return new Set([
    ...exact,
    ...matched.filter((path) =>
      expressions.some((automaton) => automaton !== undefined && matches(automaton, path)),
    ),
  ]);
}

/** nginx itself prefers Exact paths, then expressions. Those of several minions come in no order that is documented. */
export const f5PathOrder: PathOrder = {
  goesFirst: (a, b) => (a.path.type === b.path.type ? undefined : rank[a.path.type] < rank[b.path.type]),
  because: (first, second) =>
    first.path.type === second.path.type
      ? "tries expressions of different services in no order: narrow the wider one"
      : `tries expressions before Prefix paths: narrow the expression`,
};

const rank = { Exact: 0, Regex: 1, Prefix: 2 } as const;

export const pathRules: readonly Rule[] = [
  {
    code: "mixed-path-types",
    check: (service) =>
      hasExpression(service) && service.paths.some(({ type }) => type !== "Regex")
        ? "matches either all paths of an Ingress by regular expressions or none: make a service of its own for the Regex paths"
        : undefined,
  },
  {
    code: "unsupported-characters",
    check: ({ paths }) => {
      const refused = paths.find(({ path, type }) => type === "Regex" && path.split(/[/\\]/).includes(".."));
      return refused && `takes no ".." between slashes, got Regex ${refused.path}: write "[^/]{2}"`;
    },
  },
  pathCharactersRule(/^\/[A-Za-z0-9._~!@&=,:/-]*$/, "letters, digits and . _ ~ ! @ & = , : / -"),
  {
    code: "reserved-path",
    // The controller's own guard against paths that reach for files, wherever they occur.
    check: (service) => {
      const reserved = f5Paths(service, new Set()).find(({ path }) => /^\/etc\/|\/root|\/var/.test(path));
      return (
        reserved &&
        `refuses paths that begin with "/etc/" or contain "/root" or "/var", such as "${reserved.path}": choose another path, or use an ingress-nginx class`
      );
    },
  },
];

export const rewriteRules: readonly Rule[] = [
  {
    code: "not-for-grpc",
    check: (service) =>
      isGrpc(service) && service.rewrite !== undefined
        ? "cannot rewrite gRPC, whose path is the method's name: leave rewrite out"
        : undefined,
  },
  {
    code: "unsupported-characters",
    // The template writes the expression without quotes, where a brace begins a block.
    check: ({ paths, rewrite }) => {
      if (rewrite === undefined) return;
      const refused = paths.find(({ path, type }) => type === "Regex" && /[{}]/.test(path));
      return (
        refused &&
        `rewrites no Regex with braces, got ${refused.path}: repeat the characters, or use an ingress-nginx class`
      );
    },
  },
  {
    code: "unsupported-characters",
    check: (service) =>
      hasExpression(service) && service.rewrite?.includes("~")
        ? `cannot rewrite a Regex path to "${service.rewrite}": leave the "~" out, or use an ingress-nginx class`
        : undefined,
  },
  {
    code: "rewrite-for-one-backend",
    // The annotation of one backend names no Service, so it would stay for the other if kubectl switches.
    check: (service) =>
      hasExpression(service) &&
      service.standby !== undefined &&
      (service.rewrite === undefined) !== (standbyView(service).rewrite === undefined)
        ? "rewrites a Regex path for both backends or for none: give the other one a rewrite too, or use an ingress-nginx class"
        : undefined,
  },
];
