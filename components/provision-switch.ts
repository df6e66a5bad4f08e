import type { ResourceHookBinding } from "@pulumi/pulumi";
import type { PlannedService } from "../core/controllers/service-plan.ts";
import type { ClusterArgs } from "../core/model/stack.ts";
import { switchedOutputs } from "../core/outputs/switched-outputs.ts";
import type { Ports } from "../core/outputs/urls.ts";
import { declareServices } from "./declare-services.ts";
import { type Exported, liveOutputs, type SwitchOutputs } from "./live-outputs.ts";
import { kubernetesProvider } from "./provider.ts";

/** What a switch changes, and what of the stack it leaves as it is. */
export interface SwitchArgs<Outputs> {
  /** Where the stack's objects are. */
  readonly cluster: ClusterArgs;
  /** The services that are switched. */
  readonly plans: readonly PlannedService[];
  /** Called around each change of an object. */
  readonly hooks: ResourceHookBinding;
  /** What the stack exported when it was last updated. */
  readonly before: Outputs;
  /** The live ports of a class. */
  readonly portsOf: (className: string) => Ports | undefined;
}

/**
 * Declares the objects of a switch and nothing else, for an update that targets them: the engine leaves alone what is not
 * targeted, declared or not. Classes are left out, so that neither what waits of theirs in the stack file nor its
 * mistakes can stop a switch.
 */
export function provisionSwitch<Outputs extends SwitchOutputs>({
  cluster,
  plans,
  hooks,
  before,
  portsOf,
}: SwitchArgs<Outputs>): Exported<Outputs> {
  const opts = { providers: [kubernetesProvider(cluster)] };
  const declared = declareServices(plans, hooks, () => opts);
  const actives = plans.map(({ active }) => active);
  const planned = switchedOutputs(before, actives, portsOf);
  return liveOutputs(planned, declared, async () => before);
}
