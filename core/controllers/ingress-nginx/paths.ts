import type { ClassSpec } from "../../model/class.ts";
import { listed } from "../../model/listed.ts";
import type { Problem } from "../../model/problems.ts";
import { type PathArgs, type ServiceSpec, standbyView } from "../../model/service.ts";
import { byHost, hostInWords, hostsOf } from "../hosts.ts";
import type { RenderedPath } from "../ingress.ts";
import { hasExpression, type PathOrder } from "../nginx/path-order.ts";
import { normalPath, pathCharactersRule, rewriteBase } from "../paths.ts";
import { type Rule, serviceProblem } from "../service-problems.ts";

type Path = Required<PathArgs>;

/**
 * Hosts that the controller matches by regular expressions. A single rewrite or Regex path turns every location of its
 * host into a regular expression, and an Ingress with several hosts spreads that to all of them. Plain paths, Exact ones included,
 * would then match by prefix, so each path on such a host is written as an expression. There the controller ignores case
 * and tries the longest expression first.
 */
export function regexHosts(services: readonly ServiceSpec[]): ReadonlySet<string> {
  const hosts = new Set<string>();
  const reached = (service: ServiceSpec) =>
    turnsHost(service) || hostsOf(service).some((host) => hosts.has(host));
  for (let before = -1; before < hosts.size; ) {
    before = hosts.size;
    for (const service of services.filter(reached)) for (const host of hostsOf(service)) hosts.add(host);
  }
  return hosts;
}

function turnsHost(service: ServiceSpec): boolean {
  return isRewritten(service) || hasExpression(service);
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
    const { type } = path;
    if (type === "Prefix") return { path: normalPath(path.path), pathType: type };
    return { path: path.path, pathType: type === "Exact" ? type : "ImplementationSpecific" };
  });
}

/** Annotation `rewrite-target`; `$2` is the rest of the request's path after a Prefix path. */
export function rewriteTarget(service: ServiceSpec): string | undefined {
  if (service.rewrite === undefined) return undefined;
  const base = rewriteBase(service, service.rewrite);
  return service.paths.every(({ type }) => type !== "Prefix") ? base : `${base}$2`;
}

function expression({ path, type }: Path, service: ServiceSpec): string {
  if (type === "Regex") return path;
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
  {
    code: "reserved-path",
    // `deep-inspect`, on by default, drops an Ingress with such a path.
    check: ({ paths }) => {
      const reserved = paths.find(({ path }) =>
        /\/etc\/(passwd|shadow|group|nginx|ingress-controller)|\/var\/run\/secrets|_by_lua/.test(path),
      );
      return (
        reserved &&
        `drops Ingresses with paths that reach for files, such as "${reserved.path}": choose another path`
      );
    },
  },
];

export const sameAsPath: Rule = {
  code: "same-as-path",
  // The controller takes it for no rewrite at all.
  check: ({ paths, rewrite }) =>
    rewrite !== undefined && paths.some(({ path, type }) => type === "Regex" && path === rewrite)
      ? `does not rewrite a Regex path to itself, and would keep what follows it: write the path as "${rewrite}.*", or leave rewrite out`
      : undefined,
};

/** The controller sorts by length, then by the characters from the last to the first. */
export const ingressNginxPathOrder: PathOrder = {
  goesFirst: (a, b) => {
    const [one, other] = [expression(a.path, a.service), expression(b.path, b.service)];
    return one.length === other.length ? one > other : one.length > other.length;
  },
  because: (first, second) =>
    second.path.type === "Regex"
      ? `tries the longest expression first: lengthen the Regex to more than ${expression(first.path, first.service).length} characters, for example by ".*"`
      : `tries the longest expression first: shorten the Regex to less than ${expression(second.path, second.service).length} characters`,
};

/**
 * Paths of different services that differ only by case on a host that is matched by regular expressions, which ignore
 * case: there one would take requests of the other.
 */
export function caseProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  const regex = regexHosts(services);
  return [...byHost(services)].flatMap(([host, onHost]) => {
    if (!regex.has(host)) return [];
    const all = onHost.flatMap((service) =>
      service.paths.filter(({ type }) => type !== "Regex").map((path) => ({ service, path })),
    );
    const byFirstElement = Map.groupBy(all, ({ path }) => path.path.toLowerCase().split("/")[1]);
    return [...byFirstElement.values()].flatMap((alike) =>
      alike.flatMap(({ service, path }, index) => {
        const other = alike
          .slice(0, index)
          .find((earlier) => earlier.service !== service && meetByCase(earlier.path, path));
        if (other === undefined) return [];
        const sentence = `matches ${hostInWords(host)} by regular expressions, which ignore case, so it cannot tell ${path.type} ${path.path} from ${other.path.type} ${other.path.path} of service "${other.service.name}": rename one, or give one a host of its own`;
        return [serviceProblem(spec, service, "paths", { code: "differs-by-case", sentence })];
      }),
    );
  });
}

function meetByCase(a: Path, b: Path): boolean {
  const fold = ({ path, type }: Path): Path => ({ path: path.toLowerCase(), type });
  return meet(fold(a), fold(b)) && !meet(a, b);
}

function meet(a: Path, b: Path): boolean {
  if (a.type === "Exact" && b.type === "Exact") return a.path === b.path;
  return (a.type === "Prefix" && covers(a, b)) || (b.type === "Prefix" && covers(b, a));
}

/** Services whose rewrite or Regex path changes how the paths of others match. */
export function regexWarnings(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  const hosts = byHost(services);
  const reached = regexHosts(services);
  const others = [...reached].flatMap((host) => {
    const onHost = hosts.get(host) ?? [];
    return onHost.filter((service) => !turnsHost(service)).map((service) => ({ host, service }));
  });
  const [turning] = services.filter(turnsHost);
  if (turning === undefined || others.length === 0) return [];
  return [...Map.groupBy(others, ({ host }) => host)].map(([host, found]) => {
    const cause = (hosts.get(host) ?? []).find(turnsHost) ?? turning;
    const names = listed(found.map(({ service }) => `"${service.name}"`));
    return serviceProblem(spec, cause, hasExpression(cause) ? "paths" : "rewrite", {
      code: "ignores-case",
      sentence: `matches all paths of ${hostInWords(host)} by regular expressions because of it, so those of ${names} match in any case too: give it a host of its own if that matters`,
    });
  });
}

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
