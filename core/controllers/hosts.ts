import type { ServiceSpec } from "../model/service.ts";

/** A service's hosts; `""` stands for every host that no service names. */
export function hostsOf({ hosts }: Pick<ServiceSpec, "hosts">): readonly string[] {
  return hosts.length === 0 ? [""] : hosts;
}

/** The services of each host; `""` stands for every host. */
export function byHost(services: readonly ServiceSpec[]): ReadonlyMap<string, readonly ServiceSpec[]> {
  const hosts = new Map<string, ServiceSpec[]>();
  for (const service of services) {
    for (const host of new Set(hostsOf(service))) {
      const onHost = hosts.get(host);
      if (onHost === undefined) hosts.set(host, [service]);
      else onHost.push(service);
    }
  }
  return hosts;
}

/** A host in an error message. */
export function hostInWords(host: string): string {
  return host === "" ? "all hosts" : `host ${host}`;
}
