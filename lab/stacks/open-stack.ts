import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation/index.js";
import { projectRoot } from "../machine/folders.ts";
import type { Engine } from "../tools/engine.ts";
import { copySettings } from "./working-copy.ts";

/** Folder of each Pulumi project of this repository, from its root. */
const projects = { exposure: ".", demo: "stacks/demo", "haproxy-edge": "stacks/haproxy-edge" } as const;

export type ProjectName = keyof typeof projects;

/** Projects that read the exposure stack's outputs: up after it, down before it. */
export const readers = ["haproxy-edge", "demo"] as const satisfies readonly ProjectName[];

export interface StackOptions {
  readonly project: ProjectName;
  /** Name of the stack; its settings are `Pulumi.<stack>.yaml` of the project. */
  readonly stack: string;
  readonly engine: Engine;
  /** Folder that keeps the stacks' state; stacks that refer to each other share it. */
  readonly backend: string;
  /** Kubeconfig whose current context is the cluster to provision. */
  readonly kubeconfig: string;
  /**
   * Folder with a Pulumi.yaml and the stack's settings, which the engine may write to.
   * @default a copy of the project's, made beside the state and again before each operation
   */
  readonly workDir?: string;
  /** Values by full key in place of the stack file's; without `workDir` only. @default none */
  readonly overrides?: Readonly<Record<string, string>> | undefined;
  /** @default the project's own program */
  readonly program?: PulumiFn;
}

/** Encrypts the lab stacks' secrets. It protects nothing; it only saves the user a prompt. */
const labPassphrase = "exposure-lab";

/**
 * Opens a stack of the lab, creating it where it does not exist yet. Only one cluster at a time can be worked on
 * in a process: the program runs in it and reads KUBECONFIG from its environment.
 */
export async function openStack(options: StackOptions): Promise<Stack> {
  const { project, stack: stackName, engine, backend, kubeconfig } = options;
  const workDir = options.workDir ?? join(dirname(backend), "projects", project);
  const refreshCopy = async () => {
    if (options.workDir !== undefined) return;
    await copySettings(folderOf(project), workDir, stackName, options.overrides);
  };
  const program = options.program ?? (await programOf(project));
  await mkdir(backend, { recursive: true, mode: 0o700 });
  process.env.KUBECONFIG = kubeconfig;
  // The language host tells a program about its project, but not an inline one.
  process.env.PULUMI_NODEJS_ROOT_DIRECTORY = options.workDir ?? folderOf(project);
  await refreshCopy();
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: project, stackName, program },
    {
      workDir,
      pulumiCommand: engine.command,
      pulumiHome: engine.home,
      secretsProvider: "passphrase",
      envVars: {
        PULUMI_BACKEND_URL: pathToFileURL(backend).href,
        PULUMI_CONFIG_PASSPHRASE: labPassphrase,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // the lab has put every plugin in place: a search on a closed network would only cost time
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        // the engine would prefer a plugin on PATH, and warn of it with each update
        PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
        KUBECONFIG: kubeconfig,
      },
    },
  );
  // Called before each operation: the stack file may have been edited since the stack was opened.
  stack.workspace.serializeArgsForOp = async () => {
    await refreshCopy();
    return [];
  };
  return stack;
}

/** Folder of a project. */
export function folderOf(project: ProjectName): string {
  return join(projectRoot, projects[project]);
}

async function programOf(project: ProjectName): Promise<PulumiFn> {
  const module = (await import(join(folderOf(project), "index.ts"))) as { default: PulumiFn };
  return module.default;
}
