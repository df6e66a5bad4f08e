import { servicesOf } from "../core/controllers/plan-services.ts";
import type { ExposureOutputs } from "../core/model/outputs.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { exposureOutputs } from "../core/outputs/exposure-outputs.ts";
import { exposurePlans } from "../core/stack/service-plans.ts";
import { IngressController } from "./ingress-controller.ts";
import { LogrotateAgent } from "./logrotate-agent.ts";
import { kubernetesProvider } from "./provider.ts";
import type { ProvisionOptions } from "./provision-options.ts";
import { HostMaster, ServiceIngress, serviceArgs } from "./service-ingress.ts";

/**
 * Declares everything a configuration asks for, and says what comes of it.
 *
 * No service depends on a controller: a workload that does not get ready must not hold up an emergency switch.
 */
export function provision(config: StackConfig, options: ProvisionOptions = {}): ExposureOutputs {
  const { classes, services, logrotate } = config;
  const opts = { providers: [kubernetesProvider(config.cluster)] };
  const plans = exposurePlans(config);

  for (const spec of classes) {
    const controller = new IngressController(spec.name, { spec, services: servicesOf(spec, services) }, opts);
    if (spec.logs.to !== "stdout") {
      new LogrotateAgent(
        `${spec.name}-logrotate`,
        { spec, agent: logrotate },
        { ...opts, dependsOn: controller },
      );
    }
  }
  const masters = new Map(plans.shared.map((plan) => [plan.name, new HostMaster(plan.name, { plan }, opts)]));
  for (const args of serviceArgs(plans.services, options)) {
    const { service, shared } = args.plan;
    const master = shared === undefined ? undefined : masters.get(shared);
    new ServiceIngress(service.name, args, { ...opts, ...(master && { dependsOn: master }) });
  }
  return exposureOutputs(config);
}
