import * as pulumi from "@pulumi/pulumi";
import { assertReachable } from "../../components/cluster/reachable.ts";
import { expiryOf } from "../../components/failover/expiry.ts";
import type { EdgeOutputs } from "../../components/haproxy-edge/outputs.ts";
import { provisionEdge } from "../../components/haproxy-edge/provision-edge.ts";
import { readEdgeConfig } from "../../components/haproxy-edge/read-edge-config.ts";
import { ConfigError } from "../../components/model/problems.ts";
import { readExposure } from "../../components/outputs/read-exposure.ts";
import { assertStackExists } from "../../components/outputs/stack-exists.ts";
import { failoverHooks } from "../../components/preflight/hooks.ts";
import type { ProgramOptions } from "../../components/provision.ts";

/** The program of an edge stack: HAProxy in front of the classes that the exposure stack's outputs name. */
export default async function haproxyEdge({ only, ahead }: ProgramOptions = {}): Promise<EdgeOutputs> {
  const config = readEdgeConfig();
  const expiry = expiryOf(config.failover, config.services, Date.now());
  if (expiry.problems.length > 0) throw new ConfigError(expiry.problems);
  for (const warning of expiry.warnings) await pulumi.log.warn(warning);
  await assertReachable(config.cluster);
  const stack = config.exposure ?? `${pulumi.getOrganization()}/exposure/${pulumi.getStack()}`;
  await assertStackExists(stack, "haproxy-edge:exposure");
  const outputs = await readExposure(new pulumi.StackReference(stack));
  const hooks = failoverHooks(config, "haproxy-edge:failover", { only, checked: await ahead?.() });
  return provisionEdge(config, { stack, outputs }, { hooks, only });
}
