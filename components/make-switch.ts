import { log } from "@pulumi/pulumi";
import { expiryOf } from "../core/failover/expiry.ts";
import type { SwitchCheck } from "../core/failover/preflight.ts";
import { ConfigError } from "../core/model/problems.ts";
import { failoverHooks } from "./failover-hooks.ts";
import type { Exported, SwitchOutputs } from "./live-outputs.ts";
import type { SwitchArgs } from "./provision-switch.ts";
import type { KnownSwitch, SwitchOptions } from "./switch-options.ts";

type Planned = Omit<KnownSwitch, "raw">;

/** A switch that has been sent ahead of the engine, as far as it could be. */
export interface Begun {
  /** The check that was made; none if nothing is sent ahead. */
  readonly check: SwitchCheck | undefined;
  /** What is to be told of the flag. */
  readonly warnings: readonly string[];
}

/**
 * Sends a switch ahead of the engine.
 * @throws ConfigError where one of these switches is past its end and the flag says `expired: fail`
 */
export async function beginSwitch(
  { failover, plans }: Pick<Planned, "failover" | "plans">,
  { ahead }: SwitchOptions,
): Promise<Begun> {
  const services = plans.map(({ service }) => service);
  const { problems, warnings } = expiryOf(failover, services, Date.now());
  if (problems.length > 0) throw new ConfigError(problems);
  return { check: await ahead?.(), warnings };
}

interface Around<Outputs> extends Pick<SwitchArgs<Outputs>, "before" | "portsOf"> {
  /** Full config key of the flag. */
  readonly key: string;
}

/**
 * Declares a switch that has begun. What only the declaration needs is imported here: requests wait for nothing that the
 * switch itself has no use for.
 */
export async function makeSwitch<Outputs extends SwitchOutputs>(
  { cluster, failover, plans }: Planned,
  { check, warnings }: Begun,
  { key, before, portsOf }: Around<Outputs>,
): Promise<Exported<Outputs>> {
  for (const warning of warnings) await log.warn(warning);
  const hooks = failoverHooks({ cluster, failover }, plans, key, check);
  const { provisionSwitch } = await import("./provision-switch.ts");
  return provisionSwitch({ cluster, plans, hooks, before, portsOf });
}
