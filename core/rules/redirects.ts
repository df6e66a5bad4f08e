import type { LocatedService } from "../config/located.ts";
import { matches } from "../config/regex/compare.ts";
import { pathAutomaton } from "../config/regex/path-automaton.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceArgs, ServiceSpec } from "../model/service.ts";

/** What is wrong with the redirect of a service by itself. */
export function redirectProblems({ args, spec, at }: LocatedService): readonly Problem[] {
  const { redirect } = spec;
  if (redirect === undefined) return [];
  const unused = Object.keys(args).filter((field) => !isOfRedirects(field));
  const hidden = Object.keys(args.headers ?? {}).filter((list) => list !== "response");
  return [
    ...[...unused, ...hidden.map((list) => `headers.${list}`)].map((field) => ({
      path: at(field),
      code: "unused-by-redirect",
      message:
        "has no effect beside redirect, which answers before any backend is asked: leave one of the two out",
    })),
    ...(args.backend.probe === undefined
      ? []
      : [
          {
            path: at("backend.probe"),
            code: "unused-by-redirect",
            message: "has no effect beside redirect, which answers before any backend is asked: leave it out",
          },
        ]),
    ...(redirect.keepPath && /[?#]/.test(redirect.to)
      ? [
          {
            path: at("redirect.to"),
            code: "path-after-query",
            message:
              'ends in a query or fragment, which no path can follow: leave keepPath out, or what is behind "?" and "#"',
          },
        ]
      : []),
  ];
}

const ofRedirects: readonly (keyof ServiceArgs)[] = [
  "class",
  "namespace",
  "ingress",
  "hosts",
  "paths",
  // An Ingress cannot be without one.
  "backend",
  "tls",
  "forceHttps",
  "redirect",
  "clientCertificate",
  "hsts",
  "headers",
  "annotations",
  "labels",
  "unchecked",
];

function isOfRedirects(field: string): boolean {
  return ofRedirects.some((known) => known === field);
}

/** Redirects that lead back to where they came from, over the services of the stack. */
export function redirectLoops(services: readonly LocatedService[]): readonly Problem[] {
  const specs = services.map(({ spec }) => spec);
  return services.flatMap(({ spec, at }) => {
    const { redirect } = spec;
    if (redirect === undefined) return [];
    const names = loopOf(spec, specs);
    if (names === undefined) return [];
    const way =
      names.length === 0 ? "the same service" : names.map((name) => `service "${name}"`).join(", then ");
    return [
      {
        path: at("redirect.to"),
        code: "redirect-loop",
        message: `leads to ${way}, which redirects in a circle: choose another URL, or narrow the service's paths`,
      },
    ];
  });
}

/** The other services on a circle that begins here; undefined if there is none. */
function loopOf(start: ServiceSpec, services: readonly ServiceSpec[]): readonly string[] | undefined {
  const [first] = start.paths;
  let [service, path] = [start, first?.type === "Regex" ? "/" : (first?.path ?? "/")];
  const passed: string[] = [];
  while (service.redirect !== undefined && !passed.includes(service.name)) {
    if (service !== start) passed.push(service.name);
    const url = targetOf(service.redirect, path);
    if (url === undefined) return undefined;
    path = url.pathname;
    const next = ownerOf(services, url.hostname, path);
    if (next === undefined) return undefined;
    if (next === start) return passed;
    service = next;
  }
  return undefined;
}

function targetOf({ to, keepPath }: NonNullable<ServiceSpec["redirect"]>, path: string): URL | undefined {
  const url = URL.parse(keepPath ? `${to.replace(/\/+$/, "")}${path}` : to);
  // Another port is another server, or the same by a way that only its owner knows.
  return url === null || url.port !== "" ? undefined : url;
}

/** The service that would answer; the one with the longest path where several match. */
function ownerOf(services: readonly ServiceSpec[], host: string, path: string): ServiceSpec | undefined {
  const ranked = [host, `*.${host.split(".").slice(1).join(".")}`, undefined];
  for (const name of ranked) {
    const onHost = services.filter(({ hosts }) =>
      name === undefined ? hosts.length === 0 : hosts.includes(name),
    );
    if (onHost.length === 0) continue;
    const found = onHost.flatMap((service) =>
      service.paths
        .filter((one) => {
          const automaton = pathAutomaton(one);
          return automaton !== undefined && matches(automaton, path);
        })
        .map((one) => ({ service, rank: (one.type === "Exact" ? 2_000 : 0) + one.path.length })),
    );
    return found.toSorted((a, b) => b.rank - a.rank)[0]?.service;
  }
  return undefined;
}
