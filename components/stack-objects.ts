import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../core/kubernetes/objects.ts";
import { inOrder } from "../core/render/order.ts";

/**
 * Every object that a program declares, in the order they are to be created: what it registers, without an
 * engine. Takes the process for itself: no engine's program may run in it any more.
 * @throws whatever the program throws
 */
export async function stackObjects(
  project: string,
  declare: () => Promise<void>,
): Promise<readonly KubernetesObject[]> {
  const objects: KubernetesObject[] = [];
  const failed: unknown[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        if (type.startsWith("kubernetes:")) objects.push(inputs);
        // A password is the state's to know: it reaches no object but a Secret.
        const drawn = type.startsWith("random:") ? { result: "withheld" } : {};
        return { id: `${name}-id`, state: { ...inputs, ...drawn } };
      },
      call: () => ({}),
    },
    project,
    "render",
    false,
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      await declare();
    } catch (error) {
      failed.push(error);
    }
  });
  await pulumi.runtime.disconnect();
  if (failed.length > 0) throw failed[0];
  return inOrder(objects);
}
