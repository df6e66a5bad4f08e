import * as pulumi from "@pulumi/pulumi";
import { assertReachable } from "../../components/cluster/reachable.ts";
import type { EdgeOutputs } from "../../components/haproxy-edge/outputs.ts";
import { provisionEdge } from "../../components/haproxy-edge/provision-edge.ts";
import { readEdgeConfig } from "../../components/haproxy-edge/read-edge-config.ts";
import { readExposure } from "../../components/outputs/read-exposure.ts";
import { assertStackExists } from "../../components/outputs/stack-exists.ts";

/** The program of an edge stack: HAProxy in front of the classes that the exposure stack's outputs name. */
export default async function haproxyEdge(): Promise<EdgeOutputs> {
  const config = readEdgeConfig();
  await assertReachable(config.cluster);
  const exposure = config.exposure ?? `${pulumi.getOrganization()}/exposure/${pulumi.getStack()}`;
  await assertStackExists(exposure, "haproxy-edge:exposure");
  return provisionEdge(config, await readExposure(new pulumi.StackReference(exposure)));
}
