import type { ServiceSpec } from "../model/service.ts";
import type { IngressTls } from "./ingress.ts";

/** A service's hosts; `""` stands for every host that no other service names. */
export function hostsOf({ hosts }: Pick<ServiceSpec, "hosts">): readonly string[] {
  return hosts.length === 0 ? [""] : hosts;
}

/** The services of each host; `""` stands for every host. */
export function byHost(services: readonly ServiceSpec[]): ReadonlyMap<string, readonly ServiceSpec[]> {
  const hosts = new Map<string, ServiceSpec[]>();
  for (const service of services) {
    for (const host of new Set(hostsOf(service))) {
      const together = hosts.get(host);
      if (together === undefined) hosts.set(host, [service]);
      else together.push(service);
    }
  }
  return hosts;
}

/** Without a host there is only the default certificate, which is served in any case. */
export function ingressTls({ hosts, tls }: Pick<ServiceSpec, "hosts" | "tls">): readonly IngressTls[] {
  if (tls === undefined || hosts.length === 0) return [];
  return [{ hosts: [...hosts], ...(tls.secret === undefined ? {} : { secretName: tls.secret }) }];
}
