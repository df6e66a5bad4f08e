import { join } from "node:path";
import { openApiServer } from "../core/kubernetes/api-server.ts";
import { OperationError, runCommand } from "../operations/command.ts";
import { probe } from "../operations/failover/probe.ts";
import { type Outcome, runFailover } from "../operations/failover/run.ts";
import { projectAt } from "../operations/projects.ts";
import { stateRoot } from "./cache.ts";
import { clusterStatus } from "./cluster/cluster.ts";
import { ensureEngine } from "./engine/ensure.ts";
import { readEnvironment } from "./environment.ts";
import { UserError } from "./errors.ts";
import { readLabRequest } from "./failover-request.ts";
import { withLock } from "./lock.ts";
import { ensurePlugins } from "./plugins/ensure.ts";
import { recoverStack } from "./recover.ts";
import { openStack } from "./stack.ts";
import { note } from "./step.ts";
import { contextTarget, labCluster, labTarget } from "./target.ts";
import { projectRoot } from "./version.ts";

/** The stack that `make up` brings up. */
const stackName = "dev";

await runCommand(async () => {
  const request = readLabRequest(process.argv.slice(2), stackName, Date.now());
  // A program whose update is refused leaves rejected promises behind; what they say, the engine has told.
  process.on("unhandledRejection", () => {});
  try {
    const lock = join(stateRoot(), "lock");
    const { ok, lines } = await withLock(lock, { command: "make failover" }, () => inLab(request));
    console.log(lines.join("\n"));
    return ok ? 0 : 1;
  } catch (error) {
    throw error instanceof UserError ? new OperationError(error.message) : error;
  }
});

/** The command as `npm run failover` has it, with the lab's engine, state and cluster in place of the user's. */
async function inLab(request: Parameters<typeof runFailover>[0]): Promise<Outcome> {
  const { context, port } = readEnvironment();
  if (context === undefined && (await clusterStatus(labCluster)) === "absent") {
    throw new UserError("The lab is not up: run `make up` first.");
  }
  const engine = await ensureEngine();
  await ensurePlugins({ pulumi: engine.path, pulumiHome: engine.home, log: note });
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
