import { log } from "@pulumi/pulumi";
import type { PlannedService } from "../core/controllers/service-plan.ts";
import { openApiServer } from "../core/kubernetes/api-server.ts";
import { firstOf } from "../core/model/listed.ts";
import type { ClusterArgs } from "../core/model/stack.ts";
import { UserError } from "../core/model/user-error.ts";
import { lookAtAuthorities } from "../core/stack/authorities.ts";

/**
 * Fails before anything is planned when a Secret holds no CA by which a service verifies backends or clients. Warns
 * instead while an emergency switch is on, for it must not stop that, and where the user may not read the Secret.
 * @throws UserError that names each with the way out
 */
export async function checkAuthorities(
  cluster: ClusterArgs,
  plans: readonly Pick<PlannedService, "service" | "class" | "active">[],
): Promise<void> {
  const { wrong, unknown } = await lookAtAuthorities(plans, () => openApiServer(cluster));
  for (const sentence of firstOf(unknown)) await log.warn(sentence);
  if (wrong.length === 0) return;
  if (!plans.some(({ active }) => active.emergency)) throw new UserError(firstOf(wrong).join("\n"));
  for (const sentence of firstOf(wrong)) await log.warn(sentence);
}
