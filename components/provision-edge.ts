import type { Output, ResourceHookBinding } from "@pulumi/pulumi";
import type { EdgeConfig } from "../core/model/edge.ts";
import type { EdgeOutputs, ExposureOutputs } from "../core/model/outputs.ts";
import { ConfigError } from "../core/model/problems.ts";
import { edgeOutputs } from "../core/outputs/edge-outputs.ts";
import { planClasses } from "../core/rules/edge-routes.ts";
import { ingressClashes } from "../core/rules/ingress-names.ts";
import { edgePlans } from "../core/stack/service-plans.ts";
import { declareServices } from "./declare-services.ts";
import { HaproxyEdge } from "./haproxy-edge.ts";
import { type Exported, liveOutputs } from "./live-outputs.ts";
import { previousOutputs } from "./previous-outputs.ts";
import { kubernetesProvider } from "./provider.ts";

/** An exposure stack, and what it exports. */
export interface Referenced {
  /** Full name. */
  readonly stack: string;
  /** What it exports. */
  readonly outputs: ExposureOutputs;
}

/**
 * Declares an edge in front of what an exposure stack exports, and says what comes of it.
 * @throws ConfigError where edge and exposure stack do not fit together, before anything is declared
 */
export function provisionEdge(
  config: EdgeConfig,
  { stack, outputs }: Referenced,
  hooks?: ResourceHookBinding,
  withServices = true,
): Exported<EdgeOutputs<Output<string>>> {
  const { edge, virtualIp, services } = config;
  const { routes, problems } = planClasses(config, outputs);
  const all = [...problems, ...ingressClashes(services, outputs)];
  if (all.length > 0) throw new ConfigError(all);
  const opts = { providers: [kubernetesProvider(config.cluster)] };
  const { statsPassword } = new HaproxyEdge("edge", { spec: edge, virtualIp, routes, services }, opts);
  // None of them depends on the workload: one that does not get ready must not hold up an emergency switch.
  const declared = declareServices(withServices ? edgePlans(config).services : [], hooks, () => opts);
  return liveOutputs(edgeOutputs(stack, config, routes, statsPassword), declared, previousOutputs);
}
