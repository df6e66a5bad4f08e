import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import type { Kubectl } from "./cluster/kubectl.ts";
import type { Engine } from "./engine/ensure.ts";
import { UserError } from "./errors.ts";
import { isAlive } from "./lock.ts";
import { run } from "./process.ts";
import type { ProjectName } from "./stack.ts";

/** An operation an update had begun and not noted as done. */
export interface PendingOperation {
  readonly type: string;
  readonly resource: {
    readonly urn: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
  };
}

/** A Kubernetes object a pending create may have made. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface Recovery {
  readonly stack: Stack;
  readonly project: ProjectName;
  readonly engine: Engine;
  readonly backend: string;
  readonly kubectl: Kubectl;
  /** Told what was found and done. */
  readonly say: (line: string) => void;
}

interface Created {
  readonly urn: string;
  readonly id: string;
}

/** An engine that has lost its program ends by itself within this time. */
const patience = 30_000;

/**
 * Mends a stack whose last update was interrupted: a lock left by an engine that is gone is cancelled, and objects
 * that were being created are looked for in the cluster and taken into the state, so that the next update neither
 * meets them as strangers nor waits for them.
 */
export async function recoverStack({
  stack,
  project,
  engine,
  backend,
  kubectl,
  say,
}: Recovery): Promise<void> {
  await releaseLock(stack, join(backend, ".pulumi", "locks", "organization", project, stack.name), say);
  const exported = await stack.exportStack();
  const deployment = exported.deployment as {
    readonly pending_operations?: readonly PendingOperation[];
  } | null;
  const pending = deployment?.pending_operations ?? [];
  if (pending.length === 0) return;
  const created: Created[] = [];
  for (const { resource } of pending.filter(({ type }) => type === "creating")) {
    const identity = identityOf(resource.inputs);
    if (identity !== undefined && (await exists(kubectl, identity))) {
      created.push({ urn: resource.urn, id: resourceId(identity) });
    }
  }
  say(
    `Stack ${project}/${stack.name} was interrupted in ${pending.length} operations: ` +
      `${created.length} objects had been created and are taken over`,
  );
  if (created.length > 0) await importPendingCreates(stack, engine, created);
  await stack.refresh({ clearPendingCreates: true });
}

/** What identifies a Kubernetes object in a resource's inputs; undefined for other resources. */
export function identityOf(inputs: Readonly<Record<string, unknown>> | undefined): Identity | undefined {
  const { apiVersion, kind, metadata } = (inputs ?? {}) as Partial<Identity>;
  if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof metadata?.name !== "string") {
    return undefined;
  }
  const { name, namespace } = metadata;
  return { apiVersion, kind, metadata: namespace === undefined ? { name } : { name, namespace } };
}

/** The id the Kubernetes provider gives an object. */
export function resourceId({ metadata }: Identity): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

async function releaseLock(stack: Stack, folder: string, say: (line: string) => void): Promise<void> {
  for (let waited = 0; ; waited += 250) {
    const holder = lockHolder(folder);
    if (holder === undefined) return;
    if (!isAlive({ pid: holder })) {
      say(`Stack ${stack.name} is locked by an engine that is gone (pid ${holder}): taking the lock back`);
      await stack.cancel();
      return;
    }
    if (waited >= patience) {
      throw new UserError(
        `Stack ${stack.name} is being updated by pid ${holder}: wait for it to end, or stop it with \`kill ${holder}\`.`,
      );
    }
    await sleep(250);
  }
}

/** The Automation API has no option for it. */
async function importPendingCreates(
  stack: Stack,
  engine: Engine,
  created: readonly Created[],
): Promise<void> {
  const pairs = created.flatMap(({ urn, id }) => [urn, id]);
  await run(
    engine.path,
    [
      ...[
        "refresh",
        "--stack",
        stack.name,
        "--yes",
        "--skip-preview",
        "--run-program=false",
        "--non-interactive",
      ],
      ...pairs.map((value) => `--import-pending-creates=${value}`),
    ],
    { cwd: stack.workspace.workDir, env: { ...stack.workspace.envVars, PULUMI_HOME: engine.home } },
  );
}

/** Pid in the file backend's lock of a stack. */
function lockHolder(folder: string): number | undefined {
  if (!existsSync(folder)) return undefined;
  for (const entry of readdirSync(folder)) {
    const { pid } = JSON.parse(readFileSync(join(folder, entry), "utf8")) as { readonly pid: number };
    return pid;
  }
  return undefined;
}

async function exists(kubectl: Kubectl, identity: Identity): Promise<boolean> {
  const input = JSON.stringify(identity);
  return (await kubectl.run(["get", "-f", "-", "--ignore-not-found", "-o", "name"], { input })).stdout !== "";
}
