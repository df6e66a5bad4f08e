import type { ComponentResource, Resource, ResourceHookBinding } from "@pulumi/pulumi";
import { servicesOf } from "../core/controllers/plan-services.ts";
import type { ExposureOutputs } from "../core/model/outputs.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { exposureOutputs } from "../core/outputs/exposure-outputs.ts";
import { exposurePlans } from "../core/stack/service-plans.ts";
import { declareServices } from "./declare-services.ts";
import { type Exported, liveOutputs } from "./live-outputs.ts";
import { LogrotateAgent } from "./logrotate-agent.ts";
import { PlannedController } from "./planned-controller.ts";
import { HostMaster } from "./planned-ingress.ts";
import { previousOutputs } from "./previous-outputs.ts";
import { kubernetesProvider } from "./provider.ts";

/** How a configuration is declared. */
export interface ProvisionOptions {
  /** Called around each change of an object whose service has an emergency backend. @default none */
  readonly hooks?: ResourceHookBinding;
  /** Whether the objects of services are declared too. @default true */
  readonly withServices?: boolean;
  /** What the objects are children of. @default the stack */
  readonly parent?: ComponentResource | undefined;
  /** The outputs before the update. @default the stack's */
  readonly previous?: (() => Promise<Readonly<Record<string, unknown>>>) | undefined;
}

/**
 * Declares everything a configuration asks for, and says what comes of it.
 *
 * No service depends on a workload: one that does not get ready must not hold up an emergency switch.
 */
export function provision(
  config: StackConfig,
  { hooks, withServices = true, parent, previous = () => previousOutputs() }: ProvisionOptions = {},
): Exported<ExposureOutputs> {
  const { classes, services, logrotate } = config;
  const opts = { providers: [kubernetesProvider(config.cluster, parent)], ...(parent && { parent }) };
  const plans = exposurePlans(config);

  const configurations = new Map<string, Resource>();
  for (const spec of classes) {
    const controller = new PlannedController(spec.name, { spec, services: servicesOf(spec, services) }, opts);
    configurations.set(spec.name, controller.configuration);
    if (spec.logs.to !== "stdout") {
      new LogrotateAgent(
        `${spec.name}-logrotate`,
        { spec, agent: logrotate },
        { ...opts, dependsOn: controller },
      );
    }
  }
  const masters = new Map(plans.shared.map((plan) => [plan.name, new HostMaster(plan.name, { plan }, opts)]));
  const declared = declareServices(
    withServices ? plans.services : [],
    hooks,
    () => opts,
    ({ class: { name }, shared = "" }) =>
      [configurations.get(name), masters.get(shared)].filter((resource) => resource !== undefined),
  );
  return liveOutputs(exposureOutputs(config), declared, previous);
}
