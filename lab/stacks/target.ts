import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assertReachable } from "../../core/kubernetes/reachable.ts";
import { shellWord } from "../../core/model/printable.ts";
import { ensureControlPlane, startCluster } from "../cluster/cluster.ts";
import { Kubectl } from "../cluster/kubectl.ts";
import { note } from "../console/step.ts";
import { stateRoot } from "../machine/folders.ts";
import { run } from "../machine/run.ts";
import { findOnPath } from "../tools/source.ts";
import { ensureToolset } from "../tools/toolset.ts";
import { kubernetes } from "../tools/toolsets.ts";

/** The cluster the lab's stacks go to, and where their state is kept. */
export interface Target {
  readonly kubectl: Kubectl;
  /** State of the stacks, certificate. */
  readonly folder: string;
  /** The kubectl command for it, as shown to the user. */
  readonly kubectlCommand: string;
}

/** Name of the cluster that `make up` starts. */
export const labCluster = "lab";

/** The lab's own cluster, which is started if necessary. */
export async function labTarget(port: number): Promise<Target> {
  const cluster = await startCluster({ name: labCluster, port }, await ensureControlPlane());
  const kubectl = findOnPath("kubectl") === undefined ? cluster.kubectl.path : "kubectl";
  return {
    kubectl: cluster.kubectl,
    folder: join(cluster.folder, "stacks"),
    kubectlCommand: `${kubectl} --kubeconfig ${cluster.kubeconfig}`,
  };
}

/**
 * A cluster of the user, by the name of a kubeconfig context. The lab works with a copy of that one context, so
 * that a later `kubectl config use-context` does not send its stacks elsewhere.
 * @throws {UserError} in one sentence where the kubeconfig, the context or its cluster cannot be used
 */
export async function contextTarget(context: string): Promise<Target> {
  // What is wrong with the kubeconfig is told in the program's sentences, before kubectl is looked for or built.
  await assertReachable({ context });
  const kubectl = findOnPath("kubectl") ?? (await ensureToolset(kubernetes)).kubectl ?? "kubectl";
  const folder = join(stateRoot(), "contexts", encodeURIComponent(context));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kubeconfig = join(folder, "kubeconfig");
  const view = ["config", "view", "--raw", "--minify", "--flatten", "--context", context];
  await writeFile(kubeconfig, (await run(kubectl, view)).stdout, { mode: 0o600 });
  note(
    `Cluster: context ${context} of your kubeconfig${existsSync(join(folder, "pulumi")) ? "" : ", first time"}`,
  );
  return {
    kubectl: new Kubectl(kubectl, kubeconfig),
    folder,
    kubectlCommand: `kubectl --context ${shellWord(context)}`,
  };
}
