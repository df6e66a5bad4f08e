import type { LocatedService } from "../config/located.ts";
import type { Problem } from "../model/problems.ts";
import { toSeconds } from "../model/units.ts";

/**
 * Services whose HSTS would take the clients of another one, in whatever class: a browser that has seen the header asks
 * the host, or its subdomains, by HTTPS only, and a service without TLS does not answer there.
 * @param tlsInFront whether a balancer in front of a class ends TLS, for all its services
 */
export function hstsProblems(
  services: readonly LocatedService[],
  tlsInFront: (className: string) => boolean = () => false,
): readonly Problem[] {
  const senders = Map.groupBy(
    services.flatMap((service) =>
      sendsHsts(service) ? service.spec.hosts.map((host) => ({ host, service })) : [],
    ),
    ({ host }) => host,
  );
  if (senders.size === 0) return [];
  const plain = services.filter(({ spec }) => spec.tls === undefined && !tlsInFront(spec.class));
  return plain.flatMap((sibling) =>
    sibling.spec.hosts.flatMap((host) => [
      ...(senders.get(host) ?? []).map(({ service }) => sameHost(service, sibling, host)),
      ...parentsOf(host).flatMap((parent) =>
        (senders.get(parent) ?? [])
          .filter(({ service }) => service.spec.hsts?.includeSubdomains === true)
          .map(({ service }) => subdomain(service, sibling, parent, host)),
      ),
    ]),
  );
}

/** With a time of 0 a browser forgets what it has seen. */
function sendsHsts({ spec: { hsts } }: LocatedService): boolean {
  return hsts !== undefined && toSeconds(hsts.maxAge) > 0;
}

/** `a.b.example`: `b.example`, `example`, and the wildcards that stand for the names between. */
function parentsOf(host: string): readonly string[] {
  const labels = host.split(".");
  return labels.slice(1).flatMap((_, index) => {
    const parent = labels.slice(index + 1).join(".");
    // The wildcard itself serves names one label below the parent: its subdomains begin another label down.
    return index === 0 ? [parent] : [parent, `*.${parent}`];
  });
}

function sameHost({ at }: LocatedService, sibling: LocatedService, host: string): Problem {
  return {
    path: at("hsts"),
    code: "hsts-over-plain-service",
    message: `would keep browsers from service "${sibling.spec.name}", which serves ${host} without TLS: give that service tls, or leave hsts out`,
  };
}

function subdomain({ at }: LocatedService, sibling: LocatedService, parent: string, host: string): Problem {
  return {
    path: at("hsts.includeSubdomains"),
    code: "hsts-over-plain-service",
    message: `would keep browsers from service "${sibling.spec.name}", which serves ${host}, below ${parent}, without TLS: give that service tls, or set includeSubdomains to false`,
  };
}
