import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { reachedByShell } from "../../components/provider.ts";
import { readExposure } from "../../components/read-exposure.ts";
import { assertStackExists } from "../../components/stack-outputs.ts";
import { backendsOf } from "./backends.ts";
import { readDemoConfig } from "./config.ts";
import { EchoBackend } from "./echo-backend.ts";

interface DemoOutputs {
  /** Services made, as `namespace/name`. */
  readonly backends: readonly string[];
}

/** The program of a demo stack: an echo server behind each backend that the exposure stack's outputs name. */
export default async function demo(): Promise<DemoOutputs> {
  const { exposure, image, replicas } = readDemoConfig();
  await assertStackExists(exposure, "demo:exposure");
  const outputs = await readExposure(new pulumi.StackReference(exposure));
  const providers = [new k8s.Provider("kubernetes", { clusterIdentifier: exposure }, reachedByShell)];
  const backends = backendsOf(outputs);
  for (const backend of backends) {
    const name = `${backend.namespace}-${backend.service}`;
    new EchoBackend(name, { backend, image, replicas }, { providers });
  }
  return { backends: backends.map(({ namespace, service }) => `${namespace}/${service}`) };
}
