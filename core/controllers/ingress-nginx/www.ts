import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { byHost } from "../hosts.ts";
import { serviceProblem } from "../service-problems.ts";

/** The name that `www` redirects to a host from. */
function otherName(host: string): string {
  return host.startsWith("www.") ? host.slice("www.".length) : `www.${host}`;
}

/** With the names that a certificate has to hold besides: clients see it before they are redirected. */
export function withWwwNames(service: ServiceSpec): Pick<ServiceSpec, "hosts" | "tls"> {
  const { hosts, tls, www } = service;
  return www && tls !== undefined ? { hosts: [...hosts, ...hosts.map(otherName)], tls } : service;
}

/** Names that are to be redirected, and that some service serves: the controller leaves the redirect out. */
export function wwwProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  const hosts = byHost(services);
  return services
    .filter(({ www }) => www)
    .flatMap((service) =>
      service.hosts.flatMap((host) => {
        const [owner] = hosts.get(otherName(host)) ?? [];
        if (owner === undefined) return [];
        const sentence = `redirects no name that is served, and ${otherName(host)} is a host of service "${owner.name}": remove it there, or leave www out`;
        return [serviceProblem(spec, service, "www", { code: "name-is-served", sentence })];
      }),
    );
}
