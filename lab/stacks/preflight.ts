import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listed } from "../../core/model/listed.ts";
import type { StackConfig } from "../../core/model/stack.ts";
import { UserError } from "../../core/model/user-error.ts";
import type { Kubectl } from "../cluster/kubectl.ts";
import { step } from "../console/step.ts";
import { CommandError } from "../machine/run.ts";
import { compareVersions, parseVersion, type Version } from "../tools/version.ts";
import { labNamespace } from "./certificate.ts";
import { requirePullable } from "./pull-check.ts";
import type { Target } from "./target.ts";

/** Label of the namespace of a trial, with the id of the state that made it. */
const trialLabel = "exposure.dev/trial";

/** The oldest Kubernetes that has what the stack uses: docs/classes.md. */
const oldest: Version = [1, 30, 0];

/** What a cluster says before a trial touches it. */
export interface ClusterFacts {
  readonly context: string;
  /** `v1.36.3` */
  readonly version: string;
  /** What the user may not do, for example `create clusterroles.rbac.authorization.k8s.io`. */
  readonly denied: readonly string[];
  /** Trial label of the namespace of a trial; undefined where there is no such namespace, empty where it has none. */
  readonly owner: string | undefined;
  /** Id of this machine's trial there. */
  readonly id: string;
  /** Node ports in use, by what uses them. */
  readonly nodePorts: Readonly<Record<number, string>>;
}

/** Why a trial cannot go to a cluster; undefined if it can. */
export function whyNoTrial(
  facts: ClusterFacts,
  { classes }: Pick<StackConfig, "classes">,
): string | undefined {
  const { context, denied, owner, id } = facts;
  const version = parseVersion(facts.version);
  if (version === undefined || compareVersions(version, oldest) < 0) {
    return `The cluster of context ${context} runs Kubernetes ${facts.version}, older than ${oldest[0]}.${oldest[1]}, the oldest that exposure supports: upgrade it, or take another with CONTEXT=.`;
  }
  if (denied.length > 0) {
    return `The user of context ${context} may not ${listed(denied)} (status 403): a trial needs the rights of a cluster administrator (ClusterRole cluster-admin).`;
  }
  if (owner !== undefined && owner !== id) {
    return `The cluster of context ${context} has a namespace ${labNamespace} that this machine's trial did not make: take down the trial it belongs to (\`make down CONTEXT=${context}\` where it was made), or delete it.`;
  }
  if (owner !== undefined) return undefined;
  for (const { name, expose } of classes) {
    for (const port of expose.as === "nodePort" ? [expose.http, expose.https] : []) {
      const holder = facts.nodePorts[port];
      if (holder === undefined) continue;
      return `Node port ${port}, where class ${name} is to listen, is taken by Service ${holder}: give the class another one in Pulumi.trial.yaml (\`expose\`).`;
    }
  }
  return undefined;
}

/**
 * Fails where a cluster of the user cannot take a trial, before anything is made there.
 * @returns the label that marks the trial's namespace as this machine's
 * @throws {UserError} in one sentence with the way out
 */
export async function preflight(
  { kubectl, folder }: Pick<Target, "kubectl" | "folder">,
  context: string,
  stack: Pick<StackConfig, "classes">,
): Promise<Readonly<Record<string, string>>> {
  const id = await trialId(folder);
  const [version, denied] = await Promise.all([serverVersion(kubectl), deniedOf(kubectl)]);
  const may = denied.length === 0;
  const [owner, nodePorts] = may
    ? await Promise.all([ownerOf(kubectl), nodePortsOf(kubectl)])
    : [undefined, {}];
  const why = whyNoTrial({ context, version, denied, owner, id, nodePorts }, stack);
  if (why !== undefined) throw new UserError(why);
  return { [trialLabel]: id };
}

/** Deletes the namespace of this machine's trial, with all that is in it; never one that something else made. */
export async function deleteTrialNamespace({
  kubectl,
  folder,
}: Pick<Target, "kubectl" | "folder">): Promise<void> {
  const selector = `${trialLabel}=${await trialId(folder)}`;
  await kubectl.run(["delete", "namespace", "--selector", selector], { timeout: 180_000 });
}

/**
 * Has the cluster pull what the first update needs; what a pull Secret is needed for is left to the update.
 * @throws {UserError} where an image cannot be had; nothing of the trial is left then
 */
export async function requireImages(
  target: Target,
  { classes }: Pick<StackConfig, "classes">,
): Promise<void> {
  if (existsSync(join(target.folder, "pulumi"))) return;
  const open = classes.filter(({ pullSecrets }) => pullSecrets.length === 0).map(({ image }) => image);
  const backends = target.overrides?.demo?.["demo:image"];
  for (const image of new Set([...open, ...(backends === undefined ? [] : [backends])])) {
    try {
      await step(`Having a node pull ${image}`, () => requirePullable(target.kubectl, image));
    } catch (error) {
      await deleteTrialNamespace(target);
      throw error;
    }
  }
}

/** What the first update creates, and what its ClusterRoles grant: Kubernetes lets a user grant only rights of its own. */
const needed = [
  ["create", "", "namespaces"],
  ["create", "rbac.authorization.k8s.io", "clusterroles"],
  ["create", "rbac.authorization.k8s.io", "clusterrolebindings"],
  ["create", "networking.k8s.io", "ingressclasses"],
  ["create", "networking.k8s.io", "ingresses"],
  ["create", "apps", "deployments"],
  ["create", "", "secrets"],
  ["create", "", "services"],
  ["list", "", "secrets"],
  ["list", "", "nodes"],
] as const;

async function deniedOf(kubectl: Kubectl): Promise<readonly string[]> {
  const answers = await Promise.all(needed.map((right) => isAllowed(kubectl, right)));
  return needed
    .filter((_, index) => !answers[index])
    .map(([verb, group, resource]) => `${verb} ${resource}${group === "" ? "" : `.${group}`}`);
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/ */
async function isAllowed(
  kubectl: Kubectl,
  [verb, group, resource]: (typeof needed)[number],
): Promise<boolean> {
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { verb, group, resource } },
  };
  const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  try {
    const { stdout } = await kubectl.run(["create", "--raw", path, "-f", "-"], {
      input: JSON.stringify(review),
    });
    return (
      (JSON.parse(stdout) as { readonly status?: { readonly allowed?: boolean } }).status?.allowed === true
    );
  } catch (error) {
    if (error instanceof CommandError && /Forbidden|forbidden/.test(error.stderr)) return false;
    throw error;
  }
}

async function serverVersion(kubectl: Kubectl): Promise<string> {
  const { stdout } = await kubectl.run(["get", "--raw", "/version"]);
  return (JSON.parse(stdout) as { readonly gitVersion: string }).gitVersion;
}

async function ownerOf(kubectl: Kubectl): Promise<string | undefined> {
  const { stdout } = await kubectl.run([
    "get",
    "namespace",
    labNamespace,
    "--ignore-not-found",
    "-o",
    "json",
  ]);
  if (stdout.trim() === "") return undefined;
  const { metadata } = JSON.parse(stdout) as { metadata: { labels?: Readonly<Record<string, string>> } };
  return metadata.labels?.[trialLabel] ?? "";
}

interface ServiceObject {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: { readonly ports?: readonly { readonly nodePort?: number }[] };
}

async function nodePortsOf(kubectl: Kubectl): Promise<Readonly<Record<number, string>>> {
  const { stdout } = await kubectl.run(["get", "services", "--all-namespaces", "-o", "json"]);
  const { items } = JSON.parse(stdout) as { readonly items: readonly ServiceObject[] };
  return Object.fromEntries(
    items.flatMap(({ metadata, spec }) =>
      (spec.ports ?? []).flatMap(({ nodePort }) =>
        nodePort === undefined ? [] : [[nodePort, `${metadata.namespace}/${metadata.name}`] as const],
      ),
    ),
  );
}

async function trialId(folder: string): Promise<string> {
  const file = join(folder, "id");
  if (!existsSync(file)) await writeFile(file, randomUUID());
  return readFileSync(file, "utf8");
}
