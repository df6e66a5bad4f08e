import type { DemoBackend } from "../../stacks/demo/backends.ts";
import { deploymentSpec, serviceSpec } from "../../stacks/demo/echo-backend.ts";
import { echoImage } from "../images/recipes.ts";
import type { Testbed } from "./testbed.ts";

/** An echo server's pods and its Service, without the engine; ready once this returns. */
export async function upBackend(
  { cluster: { kubectl } }: Pick<Testbed, "cluster">,
  backend: DemoBackend,
  replicas: number,
): Promise<void> {
  const metadata = { name: backend.service, namespace: backend.namespace };
  await kubectl.apply([
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: deploymentSpec(backend, echoImage, replicas),
    },
    { apiVersion: "v1", kind: "Service", metadata, spec: serviceSpec(backend) },
  ]);
  const { name, namespace } = metadata;
  await kubectl.run(["rollout", "status", `deployment/${name}`, "-n", namespace, "--timeout=60s"]);
}
