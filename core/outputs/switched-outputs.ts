import type { ActiveBackend } from "../model/failover.ts";
import type { ServiceOutput } from "../model/outputs.ts";
import { serviceOutput } from "./exposure-outputs.ts";
import type { Ports } from "./urls.ts";

/**
 * The outputs after a switch of some services: those services are as they are now, and everything else is as it was
 * exported before. What else waits in the stack file is not live.
 * @param portsOf the live ports of a class; undefined for an unknown class
 */
export function switchedOutputs<
  Outputs extends { readonly services: Readonly<Record<string, ServiceOutput>> },
>(
  before: Outputs,
  switched: readonly ActiveBackend[],
  portsOf: (className: string) => Ports | undefined,
): Outputs {
  const services = switched.map((active) => {
    const expose = portsOf(active.service.class);
    return [active.service.name, serviceOutput(active, expose && { expose })] as const;
  });
  const all = Object.entries({ ...before.services, ...Object.fromEntries(services) });
  return { ...before, services: Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}
