import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assertReachable } from "../../core/kubernetes/reachable.ts";
import { shellWord } from "../../core/model/printable.ts";
import { Kubectl } from "../cluster/kubectl.ts";
import { note } from "../console/step.ts";
import { inRegistry } from "../images/builder.ts";
import { echoImage } from "../images/recipes.ts";
import { stateRoot } from "../machine/folders.ts";
import { run } from "../machine/run.ts";
import { reachByNodes } from "../requests/endpoints.ts";
import type { Target } from "../stacks/target.ts";
import { findOnPath } from "../tools/source.ts";
import { ensureToolset } from "../tools/toolset.ts";
import { kubernetes } from "../tools/toolsets.ts";

/**
 * A cluster of the user, by the name of a kubeconfig context. The lab works with a copy of that one context, so
 * that a later `kubectl config use-context` does not send its stacks elsewhere.
 * @param registry where the backends' image is; kept for later runs @default that of the last run
 * @throws {UserError} in one sentence where the kubeconfig, the context or its cluster cannot be used
 */
export async function contextTarget(context: string, registry?: string): Promise<Target> {
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
  const bound = new Kubectl(kubectl, kubeconfig);
  const demo = backendsFrom(await keptRegistry(folder, registry));
  return {
    kubectl: bound,
    folder,
    kubectlCommand: `kubectl --context ${shellWord(context)}`,
    stack: "trial",
    projects: ["exposure", "demo"],
    ...(demo && { overrides: { demo } }),
    reach: reachByNodes(bound),
  };
}

/** The stack file's backends are what any cluster can pull; those of `make images` say more. */
function backendsFrom(registry: string | undefined): Readonly<Record<string, string>> | undefined {
  if (registry === undefined) return undefined;
  return { "demo:server": "echo", "demo:image": inRegistry(echoImage, registry) };
}

async function keptRegistry(folder: string, registry: string | undefined): Promise<string | undefined> {
  const file = join(folder, "registry");
  if (registry !== undefined) await writeFile(file, registry);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
