import { log } from "@pulumi/pulumi";
import type { PlannedService } from "../core/controllers/service-plan.ts";
import { expiryOf } from "../core/failover/expiry.ts";
import { ConfigError } from "../core/model/problems.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { failoverHooks } from "./failover-hooks.ts";
import type { Exported, SwitchOutputs } from "./live-outputs.ts";
import type { SwitchArgs } from "./provision-switch.ts";
import type { SwitchOptions } from "./switch-options.ts";

interface Around<Outputs> extends Pick<SwitchArgs<Outputs>, "before" | "portsOf"> {
  /** Full config key of the flag. */
  readonly key: string;
}

/**
 * Sends a switch ahead of the engine and then declares it. What only the declaration needs is imported after that:
 * requests wait for nothing that the switch itself has no use for.
 * @throws ConfigError where one of these switches is past its end and the flag says `expired: fail`
 */
export async function makeSwitch<Outputs extends SwitchOutputs>(
  { cluster, failover }: Pick<StackConfig, "cluster" | "failover">,
  plans: readonly PlannedService[],
  { key, before, portsOf }: Around<Outputs>,
  { ahead }: SwitchOptions,
): Promise<Exported<Outputs>> {
  const services = plans.map(({ service }) => service);
  const { problems, warnings } = expiryOf(failover, services, Date.now());
  if (problems.length > 0) throw new ConfigError(problems);
  const check = await ahead?.();
  for (const warning of warnings) await log.warn(warning);
  const hooks = failoverHooks({ cluster, failover }, plans, key, check);
  const { provisionSwitch } = await import("./provision-switch.ts");
  return provisionSwitch({ cluster, plans, hooks, before, portsOf });
}
