import { canonicalPath } from "../config/formats/paths.ts";
import { asWritten, type LocatedService } from "../config/located.ts";
import type { Problem } from "../model/problems.ts";

/** Routes that two services of a class both claim: which of them the controller would serve is undefined. */
export function routeProblems(services: readonly LocatedService[]): readonly Problem[] {
  const owners = new Map<string, LocatedService>();
  const claim = (service: LocatedService, route: string): LocatedService | undefined => {
    const owner = owners.get(route);
    if (owner === undefined) owners.set(route, service);
    return owner;
  };
  return services.flatMap((service) =>
    service.spec.paths.flatMap(({ path, type }, index) => {
      const claims = claimedHosts(service).map((host) => {
        const route = [service.spec.class, host, type, canonicalPath(path, type)];
        return { host, owner: claim(service, JSON.stringify(route)) };
      });
      const clashes = Map.groupBy(claims, ({ owner }) => owner);
      return [...clashes].flatMap(([owner, taken]) => {
        if (owner === undefined) return [];
        const route = `${type} path "${path}" of ${taken.map(({ host }) => describeHost(host)).join(", ")}`;
        return [
          {
            path: service.at(asWritten(service.args, `paths[${index}]`)),
            ...duplicate(service, owner, route),
          },
        ];
      });
    }),
  );
}

/** Hosts that a service claims; `""` stands for every host. */
export function claimedHosts({ spec }: LocatedService): readonly string[] {
  return spec.hosts.length === 0 ? [""] : [...new Set(spec.hosts)];
}

export function describeHost(host: string): string {
  return host === "" ? "any host" : `host "${host}"`;
}

function duplicate({ spec }: LocatedService, owner: LocatedService, route: string): Omit<Problem, "path"> {
  const served = `${route} in class "${spec.class}"`;
  return owner.spec.name === spec.name
    ? {
        code: "listed-twice",
        message: `${served} is listed twice in service "${spec.name}": remove one of the two`,
      }
    : {
        code: "route-taken",
        message: `${served} is already served by service "${owner.spec.name}": give service "${spec.name}" another host, path or class`,
      };
}
