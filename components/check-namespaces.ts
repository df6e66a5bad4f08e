import { log } from "@pulumi/pulumi";
import type { PlannedService } from "../core/controllers/service-plan.ts";
import { openApiServer } from "../core/kubernetes/api-server.ts";
import { firstOf } from "../core/model/listed.ts";
import type { ClusterArgs } from "../core/model/stack.ts";
import { UserError } from "../core/model/user-error.ts";
import { missingNamespaces } from "../core/stack/missing-namespaces.ts";

/**
 * Fails before anything is planned when namespaces of services are missing: the engine would find out after a minute of
 * retries, with the stack half made. Warns instead while an emergency switch is on, for it must not stop that.
 * @param created namespaces that the update creates
 * @throws UserError that names each with the way out
 */
export async function checkNamespaces(
  cluster: ClusterArgs,
  plans: readonly Pick<PlannedService, "service" | "active">[],
  created: readonly string[],
): Promise<void> {
  const services = plans.map(({ service }) => service);
  const missing = firstOf(await missingNamespaces(services, created, () => openApiServer(cluster)));
  if (missing.length === 0) return;
  if (!plans.some(({ active }) => active.emergency)) throw new UserError(missing.join("\n"));
  for (const sentence of missing) await log.warn(sentence);
}
