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
import { type LabEnvironment, readEnvironment } from "./console/environment.ts";
import { type LabRequest, readLabRequest } from "./console/failover-request.ts";
import { note } from "./console/step.ts";
import { stateRoot } from "./machine/folders.ts";
import { folderOf, openStack } from "./stacks/open-stack.ts";
import { recoverStack } from "./stacks/recover.ts";
import { ensureEngine } from "./tools/engine.ts";
import { ensurePlugins } from "./tools/plugins.ts";
import { contextTarget } from "./ways/context.ts";
import { runningTarget } from "./ways/lab.ts";
import { runningKind } from "./ways/machine.ts";

/** The projects whose services have the switch. */
const projects = (["exposure", "haproxy-edge"] as const).map((name) => [name, folderOf(name)] as const);

await runCommand(async () => {
  const environment = readEnvironment();
  const stack = environment.context === undefined ? "dev" : "trial";
  const request = readLabRequest(process.argv.slice(2), stack, projects, Date.now());
  const untold = collectRejections();
  const lock = join(stateRoot(), "lock");
  const { ok, lines } = await withLock(lock, { command: "make failover" }, () => inLab(request, environment));
  printLines(lines);
  for (const line of untold(lines)) console.error(printableLines(line));
  return ok ? 0 : 1;
});

/** The command of `npm run failover`, with the lab's engine, state and cluster in place of the user's. */
async function inLab(
  { request, project }: LabRequest<(typeof projects)[number][0]>,
  { context, port }: LabEnvironment,
): Promise<Outcome> {
  if (context === undefined && (await runningKind()) === undefined) {
    throw new UserError("The lab is not up: run `make up` first.");
  }
  const engine = await ensureEngine();
  await ensurePlugins(engine);
  const target = context === undefined ? await runningTarget(port) : await contextTarget(context);
  if (!target.projects.includes(project)) {
    throw new UserError(`A trial has no ${project}: its emergency switch is that of exposure.`);
  }
  const { kubectl, folder, stack: name } = target;
  const backend = join(folder, "pulumi");
  const { kubeconfig } = kubectl;
  const options = {
    project,
    stack: name,
    engine,
    backend,
    kubeconfig,
    overrides: target.overrides?.[project],
  };
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
