import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { reachOptions } from "../../components/provider.ts";
import { readExposure } from "../../components/read-exposure.ts";
import { assertStackExists } from "../../components/stack-outputs.ts";
import { assertReachable } from "../../core/kubernetes/reachable.ts";
import { backendsOf } from "./backends.ts";
import { readDemoConfig } from "./config.ts";
import { EchoBackend } from "./echo-backend.ts";

interface DemoOutputs {
  /** Services made, as `namespace/name`. */
  readonly backends: readonly string[];
}

/** The program of a demo stack: an echo server behind each backend that the exposure stack's outputs name. */
export default async function demo(): Promise<DemoOutputs> {
  const { exposure, cluster, ...pods } = readDemoConfig();
  await assertStackExists(exposure, "demo:exposure");
  const outputs = await readExposure(new pulumi.StackReference(exposure));
  await assertReachable(cluster);
  const args = { ...cluster, clusterIdentifier: exposure };
  const providers = [new k8s.Provider("kubernetes", args, reachOptions(cluster))];
  const backends = backendsOf(outputs);
  for (const backend of backends) {
    const name = `${backend.namespace}-${backend.service}`;
    new EchoBackend(name, { backend, ...pods }, { providers });
  }
  return { backends: backends.map(({ namespace, service }) => `${namespace}/${service}`) };
}
