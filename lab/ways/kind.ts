import { join } from "node:path";
import type { StackConfig } from "../../core/model/stack.ts";
import { UserError } from "../../core/model/user-error.ts";
import { Kubectl } from "../cluster/kubectl.ts";
import { engineOf } from "../kind/ability.ts";
import { kindFolder, startKind } from "../kind/cluster.ts";
import { kindCluster, mappedPorts } from "../kind/config.ts";
import { kindFacts } from "../kind/facts.ts";
import { controllerImages } from "../stacks/lab-stack.ts";
import { readers } from "../stacks/open-stack.ts";
import { commandOf, type Target } from "../stacks/target.ts";
import { findOnPath } from "../tools/source.ts";
import { ensureToolset } from "../tools/toolset.ts";
import { kubernetes } from "../tools/toolsets.ts";
import { rememberKind } from "./machine.ts";

/**
 * The kind cluster, a worker for each class of the dev stack, whose ports are this machine's.
 * @throws {UserError} where it cannot be made, in one sentence
 */
export async function kindTarget(port: number, stack: Pick<StackConfig, "classes">): Promise<Target> {
  const engine = engineOf(await kindFacts());
  if (engine === undefined)
    throw new UserError(`${kindCluster} needs docker or podman, and neither answers.`);
  const path = await kubectlPath();
  const images = controllerImages(stack);
  await startKind({ engine, port, images, kubectl: path, onCreate: () => rememberKind("kind") });
  return openKind();
}

/** The kind cluster that is up. */
export async function openKind(): Promise<Target> {
  const kubectl = new Kubectl(await kubectlPath(), join(kindFolder(), "kubeconfig"));
  return {
    kubectl,
    folder: join(kindFolder(), "stacks"),
    kubectlCommand: commandOf(kubectl),
    stack: "dev",
    projects: ["exposure", ...readers],
    reach: async (_, name) => mappedTo(name),
  };
}

async function kubectlPath(): Promise<string> {
  return findOnPath("kubectl") ?? (await ensureToolset(kubernetes)).kubectl ?? "kubectl";
}

/** A class that the stack file adds to those of the lab has no port here. */
function mappedTo(name: string) {
  const found = Object.entries(mappedPorts).find(([known]) => known === name);
  return found === undefined ? [] : [{ address: "127.0.0.1", ...found[1] }];
}
