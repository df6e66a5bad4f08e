import { join } from "node:path";
import type { OutputMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { writeYaml } from "../core/config/engine-yaml/write-yaml.ts";
import { shellWord } from "../core/model/printable.ts";
import { runCommand } from "../operations/command.ts";
import { withLock } from "../operations/lock.ts";
import { clearAbandoned } from "./cluster/abandoned.ts";
import { clusterStatus } from "./cluster/cluster.ts";
import { requireFreePort } from "./cluster/port.ts";
import { readEnvironment } from "./console/environment.ts";
import { note, step } from "./console/step.ts";
import { projectRoot, stateRoot } from "./machine/folders.ts";
import { ensureCertificate } from "./stacks/certificate.ts";
import { openStack, type ProjectName, readers } from "./stacks/open-stack.ts";
import { recoverStack } from "./stacks/recover.ts";
import { setFailover } from "./stacks/set-failover.ts";
import { contextTarget, labCluster, labTarget, type Target } from "./stacks/target.ts";
import { runUpdate } from "./stacks/update.ts";
import { type Engine, ensureEngine } from "./tools/engine.ts";
import { ensurePlugins } from "./tools/plugins.ts";

/** The stack of each project that the lab brings up. */
const stackName = "dev";

await runCommand(() => withLock(join(stateRoot(), "lock"), { command: "make up" }, up));

/** Brings up the lab (tools, cluster, stacks) and ends with commands to try next. */
async function up(): Promise<void> {
  const { context, port, failover } = readEnvironment();
  await clearAbandoned();
  // report what the user has to fix before anything is built
  const userTarget = context === undefined ? undefined : await contextTarget(context);
  if (userTarget === undefined && (await clusterStatus(labCluster)) === "absent") await requireFreePort(port);
  const engine = await ensureEngine();
  await ensurePlugins(engine);
  const target = userTarget ?? (await labTarget(port));
  await step("Putting the lab's TLS certificate into the cluster", () =>
    ensureCertificate(target.folder, target.kubectl),
  );
  const file = `Pulumi.${stackName}.yaml`;
  if (failover !== undefined && (await setFailover(join(projectRoot, file), failover))) {
    note(`exposure:failover is now ${failover} in ${file}`);
  }
  const exposure = await update("exposure", engine, target);
  for (const project of readers) await update(project, engine, target);
  printOutputs(await exposure.outputs());
  printNext(target, context);
}

async function update(project: ProjectName, engine: Engine, target: Target): Promise<Stack> {
  const backend = join(target.folder, "pulumi");
  const kubeconfig = target.kubectl.kubeconfig;
  const stack = await openStack({ project, stack: stackName, engine, backend, kubeconfig });
  await recoverStack({ stack, project, backend, kubectl: target.kubectl, say: note });
  await step(`Updating stack ${project}/${stackName}`, () => runUpdate(stack), {
    write: (text) => process.stdout.write(text),
  });
  return stack;
}

function printOutputs(outputs: OutputMap): void {
  const shown = Object.entries(outputs).map(([name, { value, secret }]) => [
    name,
    secret ? "[secret]" : value,
  ]);
  console.log(`\nOutputs of exposure/${stackName}:`);
  console.log(writeYaml(Object.fromEntries(shown)).replaceAll(/^/gm, "  ").trimEnd());
}

function printNext({ kubectlCommand }: Target, context: string | undefined): void {
  const suffix = context === undefined ? "" : ` CONTEXT=${shellWord(context)}`;
  console.log(`
Try next:
  ${kubectlCommand} get ingress,daemonset,pod -A
  make up FAILOVER=all${suffix}   # throw the emergency switch; FAILOVER=none takes it back
  make down${suffix}`);
}
