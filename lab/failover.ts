import { join } from "node:path";
import { openApiServer } from "../core/kubernetes/api-server.ts";
import { UserError } from "../core/model/user-error.ts";
import { runCommand } from "../operations/command.ts";
import type { Outcome } from "../operations/failover/opened.ts";
import { probe } from "../operations/failover/probe.ts";
import { runFailover } from "../operations/failover/run.ts";
import { withLock } from "../operations/lock.ts";
import { projectAt } from "../operations/projects.ts";
import { clusterStatus } from "./cluster/cluster.ts";
import { readEnvironment } from "./console/environment.ts";
import { readLabRequest } from "./console/failover-request.ts";
import { note } from "./console/step.ts";
import { projectRoot, stateRoot } from "./machine/folders.ts";
import { openStack } from "./stacks/open-stack.ts";
import { recoverStack } from "./stacks/recover.ts";
import { contextTarget, labCluster, labTarget } from "./stacks/target.ts";
import { ensureEngine } from "./tools/engine.ts";
import { ensurePlugins } from "./tools/plugins.ts";

/** The stack that `make up` brings up. */
const stackName = "dev";

await runCommand(async () => {
  const request = readLabRequest(process.argv.slice(2), stackName, Date.now());
  // A program whose update is refused leaves rejected promises behind. The engine has already shown their messages.
  process.on("unhandledRejection", () => {});
  const lock = join(stateRoot(), "lock");
  const { ok, lines } = await withLock(lock, { command: "make failover" }, () => inLab(request));
  console.log(lines.join("\n"));
  return ok ? 0 : 1;
});

/** The command of `npm run failover`, with the lab's engine, state and cluster in place of the user's. */
async function inLab(request: Parameters<typeof runFailover>[0]): Promise<Outcome> {
  const { context, port } = readEnvironment();
  if (context === undefined && (await clusterStatus(labCluster)) === "absent") {
    throw new UserError("The lab is not up: run `make up` first.");
  }
  const engine = await ensureEngine();
  await ensurePlugins(engine);
  const { kubectl, folder } = context === undefined ? await labTarget(port) : await contextTarget(context);
  const backend = join(folder, "pulumi");
  const { kubeconfig } = kubectl;
  const options = { project: "exposure", stack: stackName, engine, backend, kubeconfig } as const;
  const stack = await openStack(options);
  await recoverStack({ stack, project: "exposure", backend, kubectl, say: note });
  const project = await projectAt(projectRoot);
  return runFailover(request, {
    root: projectRoot,
    project,
    openStack: async (_, asked) => openStack({ ...options, program: await project.program(asked) }),
    openApi: openApiServer,
    probe,
  });
}
