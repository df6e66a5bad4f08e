import type { ServiceSpec } from "../../model/service.ts";
import { hostsOf } from "../hosts.ts";
import type { RenderedPath } from "../ingress.ts";
import { normalPath, pathCharactersRule } from "../paths.ts";
import type { Rule } from "../service-problems.ts";

/**
 * Paths as plain nginx locations, by elements as Kubernetes means them. F5 renders Prefix `/audio` as
 * `location /audio`, which answers `/audiox` too; so it becomes Exact `/audio` and Prefix `/audio/`. No
 * regular expressions: between services of one host nginx's longest prefix still decides.
 * @param taken Exact paths of other services on the same hosts, which go before a Prefix path of the same name
 */
export function f5Paths({ paths }: ServiceSpec, taken: ReadonlySet<string>): readonly RenderedPath[] {
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

/** Exact paths of the other services on a service's hosts. */
export function exactPathsBeside(
  service: ServiceSpec,
  hosts: ReadonlyMap<string, readonly ServiceSpec[]>,
): ReadonlySet<string> {
  const others = hostsOf(service).flatMap((host) => hosts.get(host) ?? []);
  return new Set(
    others
      .filter((other) => other.name !== service.name)
      .flatMap(({ paths }) => paths.filter(({ type }) => type === "Exact").map(({ path }) => path)),
  );
}

export const pathRules: readonly Rule[] = [
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
