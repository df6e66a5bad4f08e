import { ResourceHook, type ResourceHookArgs, type ResourceHookBinding } from "@pulumi/pulumi";
import { inDetail, planFailover } from "../failover/plan.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Side } from "./check.ts";
import { type MarkedIngress, markOf, viewCluster } from "./cluster-view.ts";
import { createPreflight, type Preflight } from "./preflight.ts";

/** Checks each switch right before the engine throws it, in previews too; called for Ingresses that change only. */
export function preflightHooks({ cluster, services, failover }: StackConfig): ResourceHookBinding {
  const plan = planFailover(failover, services);
  const preflight = createPreflight(plan, inDetail(failover), () => viewCluster(cluster));
  const hook = new ResourceHook("exposure-preflight", (args) => checkChange(args, preflight), {
    onDryRun: true,
  });
  return { beforeCreate: [hook], beforeUpdate: [hook] };
}

interface Labelled {
  readonly metadata: MarkedIngress["metadata"] & { readonly labels: Readonly<Record<string, string>> };
}

/** Asks where a service's requests begin to go elsewhere: not where an Ingress changes otherwise. */
export async function checkChange(
  { newInputs, oldInputs }: Pick<ResourceHookArgs, "newInputs" | "oldInputs">,
  preflight: Preflight,
): Promise<void> {
  const next = newInputs as Labelled | undefined;
  if (next === undefined) return;
  const { "app.kubernetes.io/instance": service = "", "app.kubernetes.io/name": part } = next.metadata.labels;
  const to: Side = markOf(next);
  if (oldInputs === undefined) {
    // A new service takes nobody's requests from anywhere; a canary does.
    if (part === "service-canary") await preflight(service, to);
    return;
  }
  if (part === "service-canary" || markOf(oldInputs as MarkedIngress) !== to) await preflight(service, to);
}
