import type { StackConfig } from "../../core/model/stack.ts";
import { UserError } from "../../core/model/user-error.ts";
import { withLock } from "../../operations/lock.ts";
import { ensureControlPlane, startCluster } from "../cluster/cluster.ts";
import { labNodes } from "../cluster/nodes.ts";
import { parseHolder } from "../cluster/port.ts";
import { step } from "../console/step.ts";
import { missingImages } from "../images/missing.ts";
import { echoImage, logrotateImage } from "../images/recipes.ts";
import { fetchImage } from "../nodes/fetch-image.ts";
import { inNode } from "../nodes/node.ts";
import { upNodes } from "../nodes/nodes.ts";
import { ensureTools } from "../nodes/packages.ts";
import type { RealNode } from "../nodes/plan.ts";
import { reachByNodes } from "../requests/endpoints.ts";
import { controllerImages } from "../stacks/lab-stack.ts";
import type { Target } from "../stacks/target.ts";
import { testbedLock } from "../testbed/testbed-lock.ts";
import { ensureToolset } from "../tools/toolset.ts";
import { kubernetesNode } from "../tools/toolsets.ts";
import { labCluster, rememberKind, runningKind } from "./machine.ts";
import { targetOf } from "./simulated.ts";

/**
 * The lab's cluster with a real node for each class of the dev stack. HAProxy's edge wants the same ports on nodes of
 * its own: those stay simulated, and take no other pods.
 * @throws {UserError} where an image cannot be fetched, or something holds a class's port on its node
 */
export async function nodesTarget(port: number, stack: Pick<StackConfig, "classes">): Promise<Target> {
  await ensureTools();
  if ((await runningKind()) === undefined) {
    for (const image of await missingImages(controllerImages(stack))) {
      await step(`Fetching ${image}`, () => fetchImage(image));
    }
  }
  await rememberKind("nodes");
  const simulated = labNodes.filter(({ labels }) => Object.values(labels ?? {}).includes("haproxy"));
  const settings = { name: labCluster, port, apiServerBindAddress: "0.0.0.0", nodes: simulated };
  const cluster = await startCluster(settings, await ensureControlPlane());
  // DaemonSets run on a cordoned node all the same
  await cluster.kubectl.run(["cordon", ...simulated.map(({ name }) => name)]);
  const executables = await ensureToolset(kubernetesNode);
  const images = [echoImage, logrotateImage, ...controllerImages(stack)];
  const nodes = await withLock(testbedLock(), { command: "make up" }, () =>
    upNodes({ cluster, executables, images }),
  );
  for (const node of nodes) await requireFreePorts(node, stack);
  return { ...targetOf(cluster), reach: reachByNodes(cluster.kubectl) };
}

/**
 * Fails where something else than a class listens on the class's ports of a node.
 * @throws {UserError} with the holder and the way out
 */
export async function requireFreePorts(
  node: RealNode,
  { classes }: Pick<StackConfig, "classes">,
): Promise<void> {
  for (const { name, expose, nodeSelector } of classes) {
    if (expose.as !== "hostNetwork" && expose.as !== "hostPort") continue;
    const labels: Readonly<Record<string, string>> = { ...node.labels, "kubernetes.io/os": "linux" };
    if (!Object.entries(nodeSelector).every(([key, value]) => labels[key] === value)) continue;
    for (const port of [expose.http, expose.https]) {
      const listening = await inNode(node, "ss", "-Hltnp", `sport = :${port}`);
      // processes outside the node can listen there too, and are not seen from inside
      const holder = parseHolder(listening) ?? "another process";
      if (listening.trim() === "" || holder.startsWith("nginx")) continue;
      throw new UserError(
        `Port ${port} of ${node.name}, where class ${name} listens, is taken by ${holder}: stop it, or give the class another port (\`expose\`).`,
      );
    }
  }
}
