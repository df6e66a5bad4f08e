import { join } from "node:path";
import { openApiServer } from "../core/kubernetes/api-server.ts";
import { printableLines } from "../core/model/printable.ts";
import { UserError } from "../core/model/user-error.ts";
import { printLines, runCommand } from "../operations/command.ts";
import type { Outcome } from "../operations/failover/opened.ts";
import { probe } from "../operations/failover/probe.ts";
import { collectRejections } from "../operations/failover/rejections.ts";
import { runFailover } from "../operations/failover/run.ts";
import { withLock } from "../operations/lock.ts";
import { projectAt } from "../operations/projects.ts";
import { clusterStatus } from "./cluster/cluster.ts";
import { readEnvironment } from "./console/environment.ts";
import { type LabRequest, readLabRequest } from "./console/failover-request.ts";
import { note } from "./console/step.ts";
import { stateRoot } from "./machine/folders.ts";
import { folderOf, openStack } from "./stacks/open-stack.ts";
import { recoverStack } from "./stacks/recover.ts";
import { contextTarget, labCluster, labTarget } from "./stacks/target.ts";
import { ensureEngine } from "./tools/engine.ts";
import { ensurePlugins } from "./tools/plugins.ts";

/** The stack that `make up` brings up. */
const stackName = "dev";

/** The projects whose services have the switch. */
const projects = (["exposure", "haproxy-edge"] as const).map((name) => [name, folderOf(name)] as const);

await runCommand(async () => {
  const request = readLabRequest(process.argv.slice(2), stackName, projects, Date.now());
  const untold = collectRejections();
  const lock = join(stateRoot(), "lock");
  const { ok, lines } = await withLock(lock, { command: "make failover" }, () => inLab(request));
  printLines(lines);
  for (const line of untold(lines)) console.error(printableLines(line));
  return ok ? 0 : 1;
});

/** The command of `npm run failover`, with the lab's engine, state and cluster in place of the user's. */
async function inLab({ request, project }: LabRequest<(typeof projects)[number][0]>): Promise<Outcome> {
  const { context, port } = readEnvironment();
  if (context === undefined && (await clusterStatus(labCluster)) === "absent") {
    throw new UserError("The lab is not up: run `make up` first.");
  }
  const engine = await ensureEngine();
  await ensurePlugins(engine);
  const { kubectl, folder } = context === undefined ? await labTarget(port) : await contextTarget(context);
  const backend = join(folder, "pulumi");
  const { kubeconfig } = kubectl;
  const options = { project, stack: stackName, engine, backend, kubeconfig };
  const stack = await openStack(options);
  await recoverStack({ stack, project, backend, kubectl, say: note });
  const root = folderOf(project);
  const kind = await projectAt(root);
  return runFailover(request, {
    root,
    project: kind,
    openStack: async (_, programOptions) =>
      openStack({ ...options, program: await kind.program(programOptions) }),
    openApi: openApiServer,
    probe,
  });
}
