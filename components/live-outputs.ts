import * as pulumi from "@pulumi/pulumi";
import { isOn, type ServiceOutput } from "../core/model/outputs.ts";
import type { PlannedIngress } from "./planned-ingress.ts";

/** The outputs that a switch changes. */
export interface SwitchOutputs {
  /** Services by name. */
  readonly services: Readonly<Record<string, ServiceOutput>>;
  /** Names of those whose switch is on. */
  readonly failover: readonly string[];
}

/** Outputs of a stack while its program runs: what the services do is known when the engine is done with them. */
export type Exported<Outputs extends SwitchOutputs> = Omit<Outputs, keyof SwitchOutputs> & {
  readonly [Key in keyof SwitchOutputs]: pulumi.Output<SwitchOutputs[Key]>;
};

/**
 * Outputs as they are live once the update has ended. A service that the engine could not bring to where it is planned,
 * because the check or the API server refused it, keeps what was exported of it before.
 * @param planned the outputs if everything goes well
 * @param declared the services that are declared, by name
 * @param previous the stack's outputs before the update; called only if something has failed
 */
export function liveOutputs<Outputs extends SwitchOutputs>(
  planned: Outputs,
  declared: ReadonlyMap<string, Pick<PlannedIngress, "applied">>,
  previous: () => Promise<Partial<SwitchOutputs>>,
): Exported<Outputs> {
  const before = async (name: string) => {
    const { services } = await previous();
    return services?.[name];
  };
  const live = Object.entries(planned.services).map(([name, service]) => {
    const applied = declared.get(name)?.applied;
    const outcome: pulumi.Output<ServiceOutput | undefined> =
      applied === undefined
        ? pulumi.output(service)
        : pulumi.recover(
            applied.apply((): ServiceOutput | undefined => service),
            () => before(name),
          );
    return outcome.apply((found) => [name, found] as const);
  });
  const services = pulumi
    .all(live)
    .apply((all) => Object.fromEntries(all.flatMap(([name, found]) => (found ? [[name, found]] : []))));
  const failover = services.apply((all) => Object.keys(all).filter((name) => isOn(all[name])));
  return { ...planned, services, failover };
}
