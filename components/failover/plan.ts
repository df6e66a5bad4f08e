import type { Problem } from "../model/problems.ts";
import type { Backend, ServiceSpec } from "../model/service.ts";
import type { FailoverFlag } from "../model/stack.ts";

/** Who serves a service now. */
export interface ActiveBackend {
  readonly service: ServiceSpec;
  readonly backend: Backend;
  readonly emergency: boolean;
}

/** The services whose emergency switch is on, by name and sorted. Assumes a flag without problems. */
export function switchedOn(flag: FailoverFlag, services: readonly ServiceSpec[]): readonly string[] {
  const asked = new Set(flag === "all" || flag === "none" ? [] : flag);
  return services
    .filter(({ name, emergency }) => emergency !== undefined && (flag === "all" || asked.has(name)))
    .map(({ name }) => name)
    .toSorted();
}

/** The backend that serves each service under this flag. */
export function planFailover(flag: FailoverFlag, services: readonly ServiceSpec[]): readonly ActiveBackend[] {
  const on = new Set(switchedOn(flag, services));
  return services.map((service) => {
    const emergency = on.has(service.name) ? service.emergency : undefined;
    return { service, backend: emergency ?? service.backend, emergency: emergency !== undefined };
  });
}

/**
 * Services the flag names that can not be switched: the whole flag is refused then, so that nothing moves.
 * @param suggest what to say of a name that is not known
 * @param unread services that have problems of their own, so that nothing can be said about them yet
 */
export function failoverProblems(
  flag: FailoverFlag,
  services: readonly ServiceSpec[],
  suggest: (unknown: string, known: readonly string[]) => string,
  unread: readonly string[] = [],
): readonly Problem[] {
  if (flag === "none" || flag === "all") return [];
  const byName = new Map(services.map((service) => [service.name, service]));
  return flag.flatMap((name, index) => {
    const service = byName.get(name);
    if (service?.emergency !== undefined || unread.includes(name)) return [];
    const message =
      service === undefined
        ? `expected the name of a service, got "${name}"${suggest(name, [...byName.keys()])}; nothing was switched`
        : `service "${name}" has no emergency backend to switch to: give it one (services.${name}.emergency) or leave it out; nothing was switched`;
    return [{ path: `failover[${index}]`, message }];
  });
}
