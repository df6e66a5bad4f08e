import { join } from "node:path";
import type { OutputMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { writeYaml } from "../core/config/engine-yaml/write-yaml.ts";
import type { ExposureOutputs } from "../core/model/outputs.ts";
import { shellWord } from "../core/model/printable.ts";
import { messageOf, UserError } from "../core/model/user-error.ts";
import { runCommand } from "../operations/command.ts";
import { withLock } from "../operations/lock.ts";
import { clearAbandoned } from "./cluster/abandoned.ts";
import { type LabEnvironment, readEnvironment } from "./console/environment.ts";
import { note, step } from "./console/step.ts";
import { projectRoot, stateRoot } from "./machine/folders.ts";
import { saysDiskFull } from "./machine/space.ts";
import { showRequests } from "./requests/show.ts";
import { ensureCertificate } from "./stacks/certificate.ts";
import { labStack } from "./stacks/lab-stack.ts";
import { openStack, type ProjectName } from "./stacks/open-stack.ts";
import { preflight, requireImages } from "./stacks/preflight.ts";
import { recoverStack } from "./stacks/recover.ts";
import { setFailover } from "./stacks/set-failover.ts";
import type { Target } from "./stacks/target.ts";
import { runUpdate } from "./stacks/update.ts";
import { type Engine, ensureEngine } from "./tools/engine.ts";
import { ensurePlugins } from "./tools/plugins.ts";
import { contextTarget } from "./ways/context.ts";
import { prepareLab } from "./ways/lab.ts";

await runCommand(() => withLock(join(stateRoot(), "lock"), { command: "make up" }, () => sayingDiskFull(up)));

/** Brings up the lab (tools, cluster, stacks) and ends with a request through each class. */
async function up(): Promise<void> {
  const environment = readEnvironment();
  await clearAbandoned();
  // report what the user has to fix before anything is built
  const { labels, open, check } = await prepare(environment);
  const engine = await ensureEngine();
  await ensurePlugins(engine);
  const target = await open();
  await step("Putting the lab's TLS certificate into the cluster", () =>
    ensureCertificate(target.folder, target.kubectl, labels),
  );
  await check?.();
  const file = `Pulumi.${target.stack}.yaml`;
  const { failover, context } = environment;
  if (failover !== undefined && (await setFailover(join(projectRoot, file), failover))) {
    note(`exposure:failover is now ${failover} in ${file}`);
  }
  const stacks: Stack[] = [];
  for (const project of target.projects) stacks.push(await update(project, engine, target));
  const outputs = (await stacks[0]?.outputs()) ?? {};
  printOutputs(outputs, target);
  await showRequests(exposureOf(outputs), target);
  printNext(target, context);
}

/** What has to be right before anything is made, and how the cluster is then had. */
interface Prepared {
  /** Of the namespace that the lab makes. */
  readonly labels: Readonly<Record<string, string>>;
  readonly open: () => Promise<Target>;
  /** Called once that namespace is there, and before any stack. */
  readonly check?: () => Promise<void>;
}

async function prepare(environment: LabEnvironment): Promise<Prepared> {
  const { context, registry } = environment;
  if (context === undefined) {
    if (registry !== undefined) {
      throw new UserError("REGISTRY= is for a cluster of yours (CONTEXT=): the lab builds its own images.");
    }
    return { labels: {}, open: await prepareLab(environment, await labStack("dev")) };
  }
  const target = await contextTarget(context, registry);
  const stack = await labStack(target.stack);
  const labels = await preflight(target, context, stack);
  return { labels, open: async () => target, check: () => requireImages(target, stack) };
}

async function update(project: ProjectName, engine: Engine, target: Target): Promise<Stack> {
  const backend = join(target.folder, "pulumi");
  const { stack: name, kubectl, overrides } = target;
  const options = { project, stack: name, engine, backend, kubeconfig: kubectl.kubeconfig };
  const stack = await openStack({ ...options, overrides: overrides?.[project] });
  await recoverStack({ stack, project, backend, kubectl, say: note });
  await step(`Updating stack ${project}/${name}`, () => runUpdate(stack), {
    write: (text) => process.stdout.write(text),
  });
  return stack;
}

function printOutputs(outputs: OutputMap, { stack }: Target): void {
  const shown = Object.entries(outputs).map(([name, { value, secret }]) => [
    name,
    secret ? "[secret]" : value,
  ]);
  console.log(`\nOutputs of exposure/${stack}:`);
  console.log(writeYaml(Object.fromEntries(shown)).replaceAll(/^/gm, "  ").trimEnd());
  console.log();
}

function exposureOf(outputs: OutputMap): ExposureOutputs {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { value }]) => [name, value]),
  ) as unknown as ExposureOutputs;
}

function printNext({ kubectlCommand }: Target, context: string | undefined): void {
  const suffix = context === undefined ? "" : ` CONTEXT=${shellWord(context)}`;
  console.log(`
Try next:
  ${kubectlCommand} get ingress,daemonset,deployment,pod -A
  make up FAILOVER=all${suffix}   # throw the emergency switch; FAILOVER=none takes it back
  make down${suffix}`);
}

/** A full disk fails whatever comes next, often in words of its own. */
async function sayingDiskFull(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError || !saysDiskFull(messageOf(error))) throw error;
    throw new UserError(
      `The disk is full: make room, then run the command again. (${messageOf(error).split("\n")[0]})`,
    );
  }
}
