import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { PathArgs, ServiceSpec } from "../../model/service.ts";
import { byHost, hostsOf } from "../hosts.ts";
import type { RenderedPath } from "../ingress.ts";
import { normalPath, pathCharactersRule, rewriteBase } from "../paths.ts";
import { type Rule, serviceProblem } from "../service-problems.ts";

type Path = Required<PathArgs>;

/**
 * Hosts that the controller matches by regular expressions: one rewrite makes every location of its host one,
 * and an Ingress with several hosts carries that to all of them. Their plain paths would match by prefix and
 * Exact ones no better, so there each path is written as the expression it means. The controller ignores
 * case on such a host, and tries the longest expression first.
 */
export function regexHosts(services: readonly ServiceSpec[]): ReadonlySet<string> {
  const hosts = new Set<string>();
  const reached = (service: ServiceSpec) =>
    service.rewrite !== undefined || hostsOf(service).some((host) => hosts.has(host));
  for (let known = -1; known < hosts.size; ) {
    known = hosts.size;
    for (const service of services.filter(reached)) for (const host of hostsOf(service)) hosts.add(host);
  }
  return hosts;
}

export function isRegex(service: ServiceSpec, hosts: ReadonlySet<string>): boolean {
  return hostsOf(service).some((host) => hosts.has(host));
}

/** Elsewhere the controller itself matches Prefix paths by elements. */
export function nginxPaths(service: ServiceSpec, regex: boolean): readonly RenderedPath[] {
  return service.paths.map((path): RenderedPath => {
    if (regex) return { path: expression(path, service), pathType: "ImplementationSpecific" };
    return { path: path.type === "Prefix" ? normalPath(path.path) : path.path, pathType: path.type };
  });
}

/** What `$2` stands for is what a Prefix path leaves over. */
export function rewriteTarget(service: ServiceSpec): string | undefined {
  if (service.rewrite === undefined) return undefined;
  const base = rewriteBase(service, service.rewrite);
  return service.paths.every(({ type }) => type === "Exact") ? base : `${base}$2`;
}

function expression({ path, type }: Path, { rewrite }: ServiceSpec): string {
  if (type === "Exact") return `${escaped(path)}$`;
  const prefix = normalPath(path);
  if (prefix === "/") return rewrite === undefined ? "/" : "/()(.*)";
  return `${escaped(prefix)}(/|$)(.*)`;
}

// The only character with a meaning that the rule below lets into a path.
function escaped(path: string): string {
  return path.replaceAll(".", "\\.");
}

export const pathRules: readonly Rule[] = [
  // `strict-validate-path-type`, on by default, drops any other path with its Ingress.
  pathCharactersRule(/^\/[A-Za-z0-9._/-]*$/, "letters, digits and . _ / -"),
];

/** Exact paths that the controller would try after a Prefix path that covers them. */
export function orderProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  const regex = regexHosts(services);
  return [...byHost(services)].flatMap(([host, together]) => {
    if (!regex.has(host)) return [];
    const prefixes = together.flatMap((service) =>
      service.paths.filter(({ type }) => type === "Prefix").map((path) => ({ path, service })),
    );
    return together.flatMap((service) =>
      service.paths
        .filter(({ type }) => type === "Exact")
        .flatMap((exact) => {
          const earlier = prefixes.find(
            ({ path, service: owner }) =>
              covers(path, exact) && expression(path, owner).length >= expression(exact, service).length,
          );
          if (earlier === undefined) return [];
          const sentence = `matches ${host === "" ? "all hosts" : `host ${host}`} by regular expressions because of a rewrite, and would try Prefix ${earlier.path.path} of service "${earlier.service.name}" before Exact ${exact.path}: make it Prefix, give the rewrite its own host, or use an f5 class`;
          return [serviceProblem(spec, service, "paths", { code: "prefix-before-exact", sentence })];
        }),
    );
  });
}

function covers(prefix: Path, exact: Path): boolean {
  const path = normalPath(prefix.path);
  return path === "/" || exact.path === path || exact.path.startsWith(`${path}/`);
}
