import * as pulumi from "@pulumi/pulumi";
import { checkAuthorities } from "../../components/check-authorities.ts";
import { checkNamespaces } from "../../components/check-namespaces.ts";
import { failoverHooks } from "../../components/failover-hooks.ts";
import type { Exported } from "../../components/live-outputs.ts";
import { provisionEdge } from "../../components/provision-edge.ts";
import { readEdgeConfig } from "../../components/read-edge-config.ts";
import { readExposure } from "../../components/read-exposure.ts";
import { assertStackExists } from "../../components/stack-outputs.ts";
import { showUserErrors } from "../../components/user-errors.ts";
import { expiryOf } from "../../core/failover/expiry.ts";
import { standbyWarnings } from "../../core/failover/standby.ts";
import { openApiServer } from "../../core/kubernetes/api-server.ts";
import { assertReachable } from "../../core/kubernetes/reachable.ts";
import type { EdgeOutputs } from "../../core/model/outputs.ts";
import { ConfigError } from "../../core/model/problems.ts";
import { redirectWarnings } from "../../core/rules/edge-redirects.ts";
import { planClasses } from "../../core/rules/edge-routes.ts";
import { uncheckedWarnings, unverifiedWarnings } from "../../core/rules/warnings.ts";
import { sizeWarnings } from "../../core/stack/config-size.ts";
import { edgePlans } from "../../core/stack/service-plans.ts";
import { vrrpChanges } from "../../core/stack/vrrp-change.ts";

/** The program of an edge stack: HAProxy in front of the classes that the exposure stack's outputs name. */
export default async function haproxyEdge(): Promise<Exported<EdgeOutputs<pulumi.Output<string>>>> {
  return showUserErrors(declare);
}

async function declare(): Promise<Exported<EdgeOutputs<pulumi.Output<string>>>> {
  const config = readEdgeConfig();
  const expiry = expiryOf(config.failover, config.services, Date.now());
  if (expiry.problems.length > 0) throw new ConfigError(expiry.problems);
  const size = sizeWarnings(pulumi.runtime.allConfig(), pulumi.getProject());
  const allowed = [
    ...uncheckedWarnings(config.services),
    ...unverifiedWarnings(config.services),
    ...standbyWarnings(config),
  ];
  for (const warning of [...size, ...allowed, ...expiry.warnings]) await pulumi.log.warn(warning);
  await assertReachable(config.cluster);
  const stack = config.exposure ?? `${pulumi.getOrganization()}/exposure/${pulumi.getStack()}`;
  await assertStackExists(stack, "haproxy-edge:exposure");
  const outputs = await readExposure(new pulumi.StackReference(stack));
  const { routes } = planClasses(config, outputs);
  const changes = await vrrpChanges(config, () => openApiServer(config.cluster));
  for (const warning of [...redirectWarnings(routes, outputs.classes), ...changes]) {
    await pulumi.log.warn(warning);
  }
  const { services } = edgePlans(config);
  await checkNamespaces(config.cluster, services, [config.edge.namespace]);
  await checkAuthorities(config.cluster, services);
  const hooks = failoverHooks(config, services, "haproxy-edge:failover");
  return provisionEdge(config, { stack, outputs }, hooks);
}
