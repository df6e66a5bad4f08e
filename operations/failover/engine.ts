import {
  CommandError,
  ConcurrentUpdateError,
  type EngineEvent,
  type PulumiCommand,
  type Stack,
  StackNotFoundError,
} from "@pulumi/pulumi/automation/index.js";
import type { SwitchOptions } from "../../components/switch-options.ts";
import type { RawConfig } from "../../core/config/raw-config.ts";
import type { ResourceKind } from "../../core/kubernetes/object-path.ts";
import { shellWord } from "../../core/model/printable.ts";
import { UserError } from "../../core/model/user-error.ts";
import { engineApart } from "../engine-apart.ts";
import { leanUp } from "../lean-up.ts";
import type { ProjectKind } from "../projects.ts";
import { notOpened, openStack } from "./open-stack.ts";

/** Opens a stack with its project's program for a switch; without one, its configuration alone. */
export type OpenStack = (stack: string, asked?: SwitchOptions) => Promise<Stack>;

export interface EngineRun {
  readonly ok: boolean;
  /** Objects that were changed, by what was done to them. */
  readonly changes: Readonly<Record<string, number>>;
  /** What the engine says went wrong, each once. */
  readonly errors: readonly string[];
}

interface EngineOptions {
  /** Stack file of a preview. @default an update, by the stack's own */
  readonly preview?: string;
  /** Those that fail do not keep the others. */
  readonly partial: boolean;
  /** Takes the objects as they are live into the state first. @default false */
  readonly refresh?: boolean;
  /** Asks the engine to end in good order. */
  readonly signal?: AbortSignal;
  /** Whether objects come into being, which the state must not miss even where the engine is killed. */
  readonly creates: boolean;
}

/** A stack as `pulumi -C <root>` finds it: the user's own engine, login and plugins. */
export function openIn(root: string, project: ProjectKind, command: Promise<PulumiCommand>): OpenStack {
  return async (stackName, asked) => {
    // The language host tells a program about its project. An inline program is not told.
    process.env.PULUMI_NODEJS_ROOT_DIRECTORY = root;
    const program = await project.program(asked);
    return openStack({ stackName, program, workDir: root, command });
  };
}

/**
 * The stack's configuration with what the file has encrypted, in memory alone.
 * @throws {UserError} where the engine cannot decrypt it
 */
export async function decryptedConfig(stack: Stack): Promise<RawConfig> {
  try {
    const all = await stack.getAllConfig();
    return Object.fromEntries(Object.entries(all).map(([key, { value }]) => [key, value]));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error instanceof StackNotFoundError) throw notOpened(error, stack.name, stack.workspace.workDir);
    throw new UserError(
      `the engine cannot decrypt the configuration of stack ${stack.name}: ${lastLine(error.message)}; nothing was switched`,
    );
  }
}

/** A Kubernetes object of a service, as the program declares it. */
export interface EngineTarget extends ResourceKind {
  /** Its Pulumi name. */
  readonly name: string;
}

/**
 * Updates or previews these objects, whatever else of the configuration has changed.
 * @throws {UserError} where the stack does not exist
 */
export async function runEngine(
  stack: Stack,
  { name: project }: Pick<ProjectKind, "name">,
  targets: readonly EngineTarget[],
  { preview, partial, refresh = false, creates, signal }: EngineOptions,
): Promise<EngineRun> {
  const errors = new Set<string>();
  prepare(stack, creates);
  const options = {
    target: urnsOf(stack.name, project, targets),
    continueOnError: partial,
    refresh,
    ...(signal && { signal }),
    onEvent: ({ diagnosticEvent: event }: EngineEvent) => {
      if (event?.severity === "error") errors.add(sentence(event.message));
    },
  };
  try {
    const changes =
      preview === undefined
        ? await leanUp(engineApart(stack), options)
        : (await stack.preview({ ...options, configFile: preview })).changeSummary;
    return { ok: true, changes: changed(changes), errors: [] };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error instanceof StackNotFoundError) throw notOpened(error, stack.name, stack.workspace.workDir);
    if (error instanceof ConcurrentUpdateError) return { ok: false, changes: {}, errors: [locked(stack)] };
    const told = [...errors].filter((message) => !aftermath.test(message));
    return { ok: false, changes: {}, errors: told.length > 0 ? told : [lastLine(error.message)] };
  }
}

/**
 * Where nothing is created the engine writes the state in the end, and not with each object: with 1,000 of them that is
 * most of its time. One that is killed leaves the state as it was, and the next run updates again what is live already.
 * @see https://github.com/pulumi/pulumi/issues/10668
 */
function checkpoints(wanted: boolean): Environment {
  return wanted ? {} : { PULUMI_SKIP_CHECKPOINTS: "true" };
}

type Environment = Readonly<Record<string, string>>;

function prepare({ workspace }: Stack, creates: boolean): void {
  const { PULUMI_SKIP_CHECKPOINTS: _, ...others } = workspace.envVars;
  workspace.envVars = { ...others, ...checkpoints(creates) };
}

/** What the engine and the program say once something else has gone wrong. */
const aftermath = /^((update|preview) failed$|Unhandled exception: .* failed to register)/;

/**
 * The stack gets its outputs without being named; named, what the program leaves out would count as hanging on it, to be
 * deleted with it.
 */
function urnsOf(stack: string, project: string, targets: readonly EngineTarget[]): string[] {
  return targets.map(({ name, apiVersion, kind }) => {
    const type = `exposure:index:ServiceIngress$kubernetes:${apiVersion}:${kind}`;
    return `urn:pulumi:${stack}::${project}::${type}::${name}`;
  });
}

function changed(changes: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const entries = Object.entries(changes);
  return Object.fromEntries(entries.filter(([kind, count]) => !untouched.includes(kind) && count > 0));
}

/** The last two are of the stack that an edge refers to. */
const untouched: readonly string[] = ["same", "read", "discard"];

/** Removes what the engine puts around a sentence: it tells the reader nothing. */
function sentence(message: string): string {
  return message
    .replaceAll(/<\{%.*?%\}>/g, "")
    .replace(/^(Preview failed: )?before hook "exposure-preflight" failed: /, "")
    .trim();
}

function locked({ name, workspace: { workDir } }: Stack): string {
  return `another update of stack ${name} holds its lock: wait for it to end and run the command again; if it was killed, \`pulumi cancel -C ${shellWord(workDir)} -s ${shellWord(name)}\` takes the lock back`;
}

function lastLine(message: string): string {
  return message.trimEnd().split("\n").at(-1)?.trim() ?? message;
}
