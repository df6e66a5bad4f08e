import { getOrganization, getProject, getStack, log } from "@pulumi/pulumi";
import { warningsOf } from "./components/catalogue/warnings.ts";
import { assertReachable } from "./components/cluster/reachable.ts";
import { readStackConfig } from "./components/config/read-stack-config.ts";
import { expiryOf } from "./components/failover/expiry.ts";
import { checkEdge } from "./components/haproxy-edge/check-edge.ts";
import { ConfigError } from "./components/model/problems.ts";
import type { ExposureOutputs } from "./components/outputs/outputs.ts";
import { failoverHooks } from "./components/preflight/hooks.ts";
import { type ProgramOptions, provision } from "./components/provision.ts";

/** The program of an exposure stack: config in, components, outputs out. */
export default async function exposure({ only, ahead }: ProgramOptions = {}): Promise<ExposureOutputs> {
  const config = readStackConfig();
  const expiry = expiryOf(config.failover, config.services, Date.now());
  if (expiry.problems.length > 0) throw new ConfigError(expiry.problems);
  const own = { organization: getOrganization(), project: getProject(), stack: getStack() };
  const edge = await checkEdge(config, own);
  if (edge.problems.length > 0) throw new ConfigError(edge.problems);
  for (const warning of [...warningsOf(config), ...expiry.warnings, ...edge.warnings])
    await log.warn(warning);
  await assertReachable(config.cluster);
  const hooks = failoverHooks(config, "exposure:failover", { only, checked: await ahead?.() });
  return provision(config, { hooks, only });
}
