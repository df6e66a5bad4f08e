import { log } from "@pulumi/pulumi";
import type { PlannedService } from "../core/controllers/service-plan.ts";
import { waitingClass } from "../core/failover/waiting-class.ts";
import { once } from "../core/model/once.ts";
import type { ExposureOutputs } from "../core/model/outputs.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { UserError } from "../core/model/user-error.ts";
import { exposureOutputs } from "../core/outputs/exposure-outputs.ts";
import { parseExposureOutputs } from "../core/outputs/parse-exposure-outputs.ts";
import { exposurePlans } from "../core/stack/service-plans.ts";
import { knownSwitch } from "./known-switch.ts";
import type { Exported } from "./live-outputs.ts";
import { beginSwitch, makeSwitch } from "./make-switch.ts";
import { previousOutputs } from "./previous-outputs.ts";
import { readSwitchedConfig } from "./read-stack-config.ts";
import type { KnownSwitch, SwitchOptions } from "./switch-options.ts";
import { showUserErrors } from "./user-errors.ts";

/** The program of an exposure stack for a switch of some services: nothing else is read, checked or declared. */
export async function switchExposure(options: SwitchOptions): Promise<Exported<ExposureOutputs>> {
  return showUserErrors(async () => {
    const read = once(() => readSwitchedConfig(options.only));
    const known = knownSwitch(options) ?? plannedOf(read(), options);
    // The outputs of a thousand services take longer to come than the check of one: requests do not wait for them.
    const early = (await options.servedAsPlanned?.()) ? await beginSwitch(known, options) : undefined;
    const found = parseExposureOutputs(await previousOutputs());
    if (early === undefined && "outputs" in found) refuseOtherClass(known.plans, found.outputs);
    if ("problem" in found)
      await log.warn(`${found.problem}; until then the outputs are those of the whole stack file`);
    const before = "outputs" in found ? found.outputs : exposureOutputs(read());
    const portsOf = (name: string) => before.classes[name]?.ports;
    const begun = early ?? (await beginSwitch(known, options));
    return makeSwitch(known, begun, { key: "exposure:failover", before, portsOf });
  });
}

function plannedOf(config: StackConfig, { only }: SwitchOptions): Omit<KnownSwitch, "raw"> {
  const { cluster, failover } = config;
  const plans = exposurePlans(config).services.filter(({ service }) => only.has(service.name));
  return { cluster, failover, plans };
}

function refuseOtherClass(plans: readonly PlannedService[], live: ExposureOutputs): void {
  const refusal = waitingClass(plans, live);
  if (refusal !== undefined) throw new UserError(refusal);
}
