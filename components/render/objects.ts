import * as pulumi from "@pulumi/pulumi";
import { planFailover } from "../failover/plan.ts";
import type { StackConfig } from "../model/stack.ts";
import { provision } from "../provision.ts";
import type { IngressManifest } from "../service-ingress/manifest.ts";
import { planIngresses } from "../service-ingress/plan.ts";
import { inOrder } from "./order.ts";

/** An object as kubectl takes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/**
 * Every object of a stack, in the order they are to be created: what the program registers, without an
 * engine. Takes the process for itself: no engine's program may run in it any more.
 */
export async function stackObjects(config: StackConfig): Promise<readonly KubernetesObject[]> {
  const objects: KubernetesObject[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        if (type.startsWith("kubernetes:")) objects.push(inputs);
        return { id: `${name}-id`, state: inputs };
      },
      call: () => ({}),
    },
    "exposure",
    "render",
    false,
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    provision(config);
  });
  await pulumi.runtime.disconnect();
  return inOrder(objects);
}

/**
 * The Ingresses that lead to services and nothing else: those of some services, or of each that has an
 * emergency backend and could be switched.
 * @param names services, or none for all that could be switched
 */
export function ingressObjects(config: StackConfig, names?: readonly string[]): readonly KubernetesObject[] {
  const { classes, services, failover } = config;
  const asked = new Set(
    names ?? services.filter(({ emergency }) => emergency !== undefined).map(({ name }) => name),
  );
  const { ingresses } = planIngresses(classes, planFailover(failover, services));
  const manifests = ingresses
    .filter(({ service }) => asked.has(service.name))
    .flatMap(({ manifest, canary }) => (canary === undefined ? [manifest] : [manifest, canary]));
  return inOrder(manifests.map(ingressObject));
}

function ingressObject(manifest: IngressManifest): KubernetesObject {
  return { apiVersion: "networking.k8s.io/v1", kind: "Ingress", ...manifest };
}
