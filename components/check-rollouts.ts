import { log } from "@pulumi/pulumi";
import type { PlannedService } from "../core/controllers/service-plan.ts";
import { openApiServer } from "../core/kubernetes/api-server.ts";
import { ConfigError } from "../core/model/problems.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { checkRolloutNodes } from "../core/stack/class-nodes.ts";

/**
 * Fails before anything is planned when a rollout would take a class from all of its nodes at once. Warns instead where
 * the nodes cannot be counted, and while an emergency switch is on, for it must not stop that.
 * @throws ConfigError that lists every such rollout
 */
export async function checkRollouts(
  { classes, cluster }: Pick<StackConfig, "classes" | "cluster">,
  plans: readonly Pick<PlannedService, "active">[],
): Promise<void> {
  const { problems, warnings } = await checkRolloutNodes(classes, () => openApiServer(cluster));
  const switched = plans.some(({ active }) => active.emergency);
  if (problems.length > 0 && !switched) throw new ConfigError(problems);
  const sentences = problems.map(({ path, message }) => `${path}: ${message}`);
  for (const sentence of [...sentences, ...warnings]) await log.warn(sentence);
}
