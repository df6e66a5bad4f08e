import { classDemands, planIngresses } from "../core/controllers/plan-services.ts";
import { planFailover } from "../core/failover/plan.ts";
import type { ExposureOutputs } from "../core/model/outputs.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { exposureOutputs } from "../core/outputs/exposure-outputs.ts";
import { IngressController } from "./ingress-controller.ts";
import { LogrotateAgent } from "./logrotate-agent.ts";
import { kubernetesProvider } from "./provider.ts";
import type { ProvisionOptions } from "./provision-options.ts";
import { HostMaster, ingressArgs, ServiceIngress } from "./service-ingress.ts";

/**
 * Declares everything a configuration asks for, and says what comes of it.
 *
 * No Ingress depends on a controller: a workload that does not get ready must not hold up an emergency switch.
 */
export function provision(config: StackConfig, options: ProvisionOptions = {}): ExposureOutputs {
  const { classes, services, failover, logrotate } = config;
  const opts = { providers: [kubernetesProvider(config.cluster)] };
  const { masters, ingresses } = planIngresses(classes, planFailover(failover, services));

  for (const spec of classes) {
    const controller = new IngressController(
      spec.name,
      { spec, demands: classDemands(spec, services) },
      opts,
    );
    if (spec.logs.to !== "stdout") {
      new LogrotateAgent(
        `${spec.name}-logrotate`,
        { spec, agent: logrotate },
        { ...opts, dependsOn: controller },
      );
    }
  }
  const hosts = new Map(masters.map((plan) => [plan.name, new HostMaster(plan.name, { plan }, opts)]));
  for (const args of ingressArgs(ingresses, options)) {
    const { plan } = args;
    const master = plan.master === undefined ? undefined : hosts.get(plan.master);
    new ServiceIngress(plan.service.name, args, { ...opts, ...(master && { dependsOn: master }) });
  }
  return exposureOutputs(config);
}
