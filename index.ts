import { getOrganization, getProject, getStack, log, runtime } from "@pulumi/pulumi";
import { checkEdge } from "./components/check-edge.ts";
import { checkHandovers } from "./components/check-handovers.ts";
import { checkNamespaces } from "./components/check-namespaces.ts";
import { checkRollouts } from "./components/check-rollouts.ts";
import { failoverHooks } from "./components/failover-hooks.ts";
import type { Exported } from "./components/live-outputs.ts";
import { provideDefinitions } from "./components/provide-definitions.ts";
import { provision } from "./components/provision.ts";
import { readStackConfig } from "./components/read-stack-config.ts";
import { showUserErrors } from "./components/user-errors.ts";
import { expiryOf } from "./core/failover/expiry.ts";
import { standbyWarnings } from "./core/failover/standby.ts";
import { assertReachable } from "./core/kubernetes/reachable.ts";
import type { ExposureOutputs } from "./core/model/outputs.ts";
import { ConfigError } from "./core/model/problems.ts";
import { warningsOf } from "./core/rules/warnings.ts";
import { sizeWarnings } from "./core/stack/config-size.ts";
import { exposurePlans } from "./core/stack/service-plans.ts";

/** The program of an exposure stack: config in, components, outputs out. */
export default async function exposure(): Promise<Exported<ExposureOutputs>> {
  return showUserErrors(declare);
}

async function declare(): Promise<Exported<ExposureOutputs>> {
  const config = readStackConfig();
  const expiry = expiryOf(config.failover, config.services, Date.now());
  if (expiry.problems.length > 0) throw new ConfigError(expiry.problems);
  const identity = { organization: getOrganization(), project: getProject(), stack: getStack() };
  const edge = await checkEdge(config, identity);
  const { services } = exposurePlans(config);
  const handovers = await checkHandovers(config.classes, services);
  const problems = [...edge.problems, ...handovers.problems];
  if (problems.length > 0) throw new ConfigError(problems);
  const size = sizeWarnings(runtime.allConfig(), identity.project);
  const allowed = [...warningsOf(config), ...standbyWarnings(config)];
  const doubts = [...edge.warnings, ...handovers.warnings];
  for (const warning of [...size, ...allowed, ...expiry.warnings, ...doubts]) await log.warn(warning);
  await assertReachable(config.cluster);
  const created = config.classes.map(({ namespace }) => namespace);
  await checkNamespaces(config.cluster, services, created);
  await checkRollouts(config, services);
  await provideDefinitions(config);
  return provision(config, failoverHooks(config, services, "exposure:failover"));
}
