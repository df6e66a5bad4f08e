import type { FailoverFlag } from "../model/failover.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import { isList } from "./plan.ts";

interface Named {
  readonly path: string;
  readonly name: string;
  /** The emergency backend takes its requests, or a part of them. */
  readonly moves: boolean;
}

/** Which entries of a flag are checked. */
export interface FlagScope {
  /** Services whose own problems keep them from being checked. @default none */
  readonly unread?: readonly string[];
  /** Services whose entries are checked. @default all of them */
  readonly concerned?: ReadonlySet<string> | undefined;
}

/**
 * Services of the flag that cannot be switched. One of them refuses the whole flag, so that nothing is switched.
 * @param suggest the end of the sentence about an unknown name
 */
export function failoverProblems(
  flag: FailoverFlag,
  services: readonly ServiceSpec[],
  suggest: (unknown: string, known: readonly string[]) => string,
  { unread = [], concerned }: FlagScope = {},
): readonly Problem[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const known = [...byName.keys()];
  const unchecked = new Set(unread);
  const entries = namedBy(flag).filter(({ name }) => concerned?.has(name) ?? true);
  return entries.flatMap(({ path, name, moves }) => {
    const service = byName.get(name);
    if (unchecked.has(name) || (service !== undefined && (!moves || service.emergency !== undefined))) {
      return [];
    }
    if (service === undefined) {
      const message = `expected the name of a service, got "${name}"${suggest(name, known)}; nothing was switched`;
      return [{ path, code: "unknown-service", message }];
    }
    const message = `service "${name}" has no emergency backend to switch to: set services.${name}.emergency, or leave the service out; nothing was switched`;
    return [{ path, code: "no-emergency-backend", message }];
  });
}

function namedBy(flag: FailoverFlag): readonly Named[] {
  if (flag === "none" || flag === "all") return [];
  if (isList(flag)) return flag.map((name, index) => ({ path: `failover[${index}]`, name, moves: true }));
  return [
    ...(flag.except ?? []).map((name, index) => ({ path: `failover.except[${index}]`, name, moves: false })),
    ...Object.entries(flag.services ?? {}).map(([name, { mode }]) => ({
      path: `failover.services.${name}`,
      name,
      moves: mode !== "off",
    })),
  ];
}
