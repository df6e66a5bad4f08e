import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import { type PathArgs, type ServiceSpec, standbyView } from "../../model/service.ts";
import { byHost, hostInWords, hostsOf } from "../hosts.ts";
import type { RenderedPath } from "../ingress.ts";
import { normalPath, pathCharactersRule, rewriteBase } from "../paths.ts";
import { type Rule, serviceProblem } from "../service-problems.ts";

type Path = Required<PathArgs>;

/**
 * Hosts that the controller matches by regular expressions. A single rewrite turns every location of its host into a
 * regular expression, and an Ingress with several hosts spreads that to all of them. Plain paths, Exact ones included,
 * would then match by prefix, so each path on such a host is written as an expression. There the controller ignores case
 * and tries the longest expression first.
 */
export function regexHosts(services: readonly ServiceSpec[]): ReadonlySet<string> {
  const hosts = new Set<string>();
  const reached = (service: ServiceSpec) =>
    isRewritten(service) || hostsOf(service).some((host) => hosts.has(host));
  for (let before = -1; before < hosts.size; ) {
    before = hosts.size;
    for (const service of services.filter(reached)) for (const host of hostsOf(service)) hosts.add(host);
  }
  return hosts;
}

/** Whether paths are rewritten for either backend: what the paths are must not change with the switch. */
function isRewritten(service: ServiceSpec): boolean {
  return service.rewrite !== undefined || standbyView(service).rewrite !== undefined;
}

export function isRegex(service: ServiceSpec, hosts: ReadonlySet<string>): boolean {
  return hostsOf(service).some((host) => hosts.has(host));
}

/** @param regex whether the service's hosts are matched by regular expressions */
export function nginxPaths(service: ServiceSpec, regex: boolean): readonly RenderedPath[] {
  return service.paths.map((path): RenderedPath => {
    if (regex) return { path: expression(path, service), pathType: "ImplementationSpecific" };
    return { path: path.type === "Prefix" ? normalPath(path.path) : path.path, pathType: path.type };
  });
}

/** Annotation `rewrite-target`; `$2` is the rest of the request's path after a Prefix path. */
export function rewriteTarget(service: ServiceSpec): string | undefined {
  if (service.rewrite === undefined) return undefined;
  const base = rewriteBase(service, service.rewrite);
  return service.paths.every(({ type }) => type === "Exact") ? base : `${base}$2`;
}

function expression({ path, type }: Path, service: ServiceSpec): string {
  if (type === "Exact") return `${escaped(path)}$`;
  const prefix = normalPath(path);
  if (prefix === "/") return isRewritten(service) ? "/()(.*)" : "/";
  return `${escaped(prefix)}(/|$)(.*)`;
}

// The only special character of a regular expression that the rule below allows in a path.
function escaped(path: string): string {
  return path.replaceAll(".", "\\.");
}

export const pathRules: readonly Rule[] = [
  // `strict-validate-path-type`, on by default, drops any other path with its Ingress.
  pathCharactersRule(/^\/[A-Za-z0-9._/-]*$/, "letters, digits and . _ / -"),
];

/** Exact paths that the controller would try only after a Prefix path that covers them. */
export function orderProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  const regex = regexHosts(services);
  return [...byHost(services)].flatMap(([host, onHost]) => {
    if (!regex.has(host)) return [];
    const prefixes = onHost.flatMap((service) =>
      service.paths.filter(({ type }) => type === "Prefix").map((path) => ({ path, service })),
    );
    return onHost.flatMap((service) =>
      service.paths
        .filter(({ type }) => type === "Exact")
        .flatMap((exact) => {
          const earlier = prefixes.find(
            ({ path, service: owner }) =>
              covers(path, exact) && expression(path, owner).length >= expression(exact, service).length,
          );
          if (earlier === undefined) return [];
          const sentence = `matches ${hostInWords(host)} by regular expressions because of a rewrite, and would try Prefix ${earlier.path.path} of service "${earlier.service.name}" before Exact ${exact.path}: make it Prefix, give the rewrite its own host, or use an f5 class`;
          return [serviceProblem(spec, service, "paths", { code: "prefix-before-exact", sentence })];
        }),
    );
  });
}

function covers(prefix: Path, exact: Path): boolean {
  const path = normalPath(prefix.path);
  return path === "/" || exact.path === path || exact.path.startsWith(`${path}/`);
}
