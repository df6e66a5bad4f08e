import type { Output } from "@pulumi/pulumi";
import { haproxy } from "../core/controllers/haproxy/services.ts";
import { servingClass } from "../core/controllers/haproxy/serving-class.ts";
import { planFailover } from "../core/failover/plan.ts";
import type { EdgeConfig } from "../core/model/edge.ts";
import type { EdgeOutputs, ExposureOutputs } from "../core/model/outputs.ts";
import { ConfigError } from "../core/model/problems.ts";
import { edgeOutputs } from "../core/outputs/edge-outputs.ts";
import { planClasses } from "../core/rules/edge-routes.ts";
import { ingressClashes } from "../core/rules/ingress-names.ts";
import { HaproxyEdge } from "./haproxy-edge.ts";
import { kubernetesProvider } from "./provider.ts";
import type { ProvisionOptions } from "./provision-options.ts";
import { ingressArgs, ServiceIngress } from "./service-ingress.ts";

/** An exposure stack, and what it exports. */
export interface Referenced {
  /** Full name. */
  readonly stack: string;
  readonly outputs: ExposureOutputs;
}

/**
 * Declares an edge in front of what an exposure stack exports, and says what comes of it.
 * @throws ConfigError where edge and exposure stack do not fit together, before anything is declared
 */
export function provisionEdge(
  config: EdgeConfig,
  { stack, outputs }: Referenced,
  options: ProvisionOptions = {},
): EdgeOutputs<Output<string>> {
  const { edge, virtualIp, services, failover } = config;
  const { routes, problems } = planClasses(config, outputs);
  const all = [...problems, ...ingressClashes(services, outputs)];
  if (all.length > 0) throw new ConfigError(all);
  const opts = { providers: [kubernetesProvider(config.cluster)] };
  const { statsPassword } = new HaproxyEdge(
    "edge",
    { spec: edge, virtualIp, routes, canaries: services.some((one) => one.emergency !== undefined) },
    opts,
  );
  // None of them depends on the workload: one that does not get ready must not hold up an emergency switch.
  const ingresses = haproxy.plan(servingClass(edge), planFailover(failover, services));
  for (const args of ingressArgs(ingresses, options)) {
    new ServiceIngress(args.plan.service.name, args, opts);
  }
  return edgeOutputs(stack, config, routes, statsPassword);
}
