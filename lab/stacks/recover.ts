import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { UserError } from "../../core/model/user-error.ts";
import { isAlive } from "../../operations/lock.ts";
import type { Kubectl } from "../cluster/kubectl.ts";
import type { ProjectName } from "./open-stack.ts";

interface Resource {
  readonly urn: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** The part of an exported stack used here. Pending operations began and were not recorded as done. */
export interface Deployment {
  readonly resources?: readonly Resource[];
  readonly pending_operations?: readonly { readonly type: string; readonly resource: Resource }[];
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
  readonly backend: string;
  readonly kubectl: Kubectl;
  /** Called with a sentence about what was found and done. */
  readonly say: (line: string) => void;
}

/** An object that a pending create has made. */
export interface Created {
  readonly urn: string;
  readonly id: string;
  /** The field manager it was applied by: the provider's next update conflicts with any other. */
  readonly manager?: string | undefined;
}

/** An object as the API server has it. */
export interface LiveObject {
  readonly metadata: {
    readonly managedFields?: readonly { readonly manager: string; readonly operation: string }[];
  };
}

/** Milliseconds within which an engine that has lost its program ends by itself. */
const patience = 30_000;

/**
 * Mends a stack whose last update was interrupted: a lock left by an engine that is gone is cancelled, and objects
 * that were being created are looked for in the cluster and taken into the state, so that the next update neither
 * meets them as strangers nor waits for them.
 *
 * `pulumi refresh --import-pending-creates` does not: it drops the operations and takes in nothing (v3.256.0), and the
 * provider's own import makes up a field manager, which the next change to the object fails over.
 */
export async function recoverStack({ stack, project, backend, kubectl, say }: Recovery): Promise<void> {
  await releaseLock(stack, join(backend, ".pulumi", "locks", "organization", project, stack.name), say);
  const exported = await stack.exportStack();
  const deployment = exported.deployment as Deployment | null;
  const pending = deployment?.pending_operations ?? [];
  if (deployment === null || pending.length === 0) return;
  const created: Created[] = [];
  for (const { type, resource } of pending) {
    const identity = type === "creating" ? identityOf(resource.inputs) : undefined;
    const live = identity && (await find(kubectl, identity));
    if (identity === undefined || live === undefined) continue;
    created.push({ urn: resource.urn, id: resourceId(identity), manager: managerOf(live) });
  }
  await stack.importStack({ ...exported, deployment: settlePending(deployment, created) });
  if (created.length > 0) await stack.refresh({ target: created.map(({ urn }) => urn) });
  say(
    `Stack ${project}/${stack.name} was interrupted in ${pending.length} operations: ` +
      `${created.length} of them had made an object, which the stack takes over`,
  );
}

/**
 * A deployment without pending operations: creates that had made their object become resources of the stack; what
 * was being updated or deleted is still in it, and the next update does it again.
 */
export function settlePending(deployment: Deployment, created: readonly Created[]): Deployment {
  const { pending_operations: pending = [], resources = [], ...rest } = deployment;
  const known = new Set(resources.map(({ urn }) => urn));
  const adopted = pending.flatMap(({ resource }) => {
    const made = created.find(({ urn }) => urn === resource.urn);
    if (made === undefined || known.has(resource.urn)) return [];
    const { id, manager } = made;
    const outputs = { ...resource.inputs, ...(manager !== undefined && { __fieldManager: manager }) };
    return [{ ...resource, id, outputs }];
  });
  return { ...rest, resources: [...resources, ...adopted] };
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
      say(`Stack ${stack.name} is locked by an engine that has ended (pid ${holder}): removing the lock`);
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

/** Pid in the file backend's lock of a stack. */
function lockHolder(folder: string): number | undefined {
  if (!existsSync(folder)) return undefined;
  for (const entry of readdirSync(folder)) {
    const { pid } = JSON.parse(readFileSync(join(folder, entry), "utf8")) as { readonly pid: number };
    return pid;
  }
  return undefined;
}

/** The provider's field manager of an object it has made by server-side apply; it takes over from its others itself. */
export function managerOf({ metadata: { managedFields = [] } }: LiveObject): string | undefined {
  return managedFields.find(
    ({ manager, operation }) => operation === "Apply" && manager.startsWith("pulumi-kubernetes"),
  )?.manager;
}

async function find(kubectl: Kubectl, identity: Identity): Promise<LiveObject | undefined> {
  const form = ["--ignore-not-found", "--show-managed-fields", "-o", "json"];
  const { stdout } = await kubectl.run(["get", "-f", "-", ...form], { input: JSON.stringify(identity) });
  // kubectl makes a list of its input, even of one object
  return stdout === "" ? undefined : (JSON.parse(stdout) as { readonly items: LiveObject[] }).items[0];
}
