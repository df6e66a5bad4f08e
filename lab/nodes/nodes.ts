import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/model/user-error.ts";
import { withLock } from "../../operations/lock.ts";
import { bridge } from "../cluster/addresses.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { type Progress, type StepSink, step } from "../console/step.ts";
import { type ImageArchive, listArchives } from "../images/archive.ts";
import { ensureImages } from "../images/build.ts";
import { sameImage } from "../images/missing.ts";
import { pauseImage, recipes } from "../images/recipes.ts";
import { stateRoot } from "../machine/folders.ts";
import type { Executables } from "../tools/toolset.ts";
import { ensureBridge, foreignOwner, removeLink, requireOwnBridge } from "./network.ts";
import { importImages, type NodeStart, runsAs, startNode, stopNode, untilOnNode } from "./node.ts";
import { ensureTools } from "./packages.ts";
import { everyNode, type NodesSettings, planNodes, type RealNode } from "./plan.ts";
import { canRunNodes } from "./requirements.ts";
import { listTraces } from "./traces.ts";

export interface UpNodesOptions extends NodesSettings {
  /** Its API server has to listen on the bridge's address, 172.30.0.1. */
  readonly cluster: Pick<Cluster, "name" | "port" | "folder" | "kubectl">;
  /** Paths of kubelet and kube-proxy. */
  readonly executables: Executables;
  /** Names of the images to import, beside the pause image. @default every archive of the lab's image folder */
  readonly images?: readonly string[];
  readonly sink?: StepSink;
}

/**
 * Adds real nodes to a cluster: a kubelet, containerd and kube-proxy each, in their own namespaces. Nodes that run as
 * asked are left alone, others are taken down first; new and changed archives reach running nodes as well.
 * @throws {UserError} where this machine cannot run them.
 */
export async function upNodes(options: UpNodesOptions): Promise<readonly RealNode[]> {
  const { cluster, sink } = options;
  const capability = await canRunNodes();
  if (!capability.ok) throw new UserError(`${sentence(capability.reason)}.`);
  await ensureTools();
  const archives = await gatherImages(options);
  const nodes = planNodes(options, nodesRoot());
  const start = startOf(options, nodes);
  const title = `Starting real nodes ${nodes.map(({ name }) => name).join(" and ")}`;
  const bringUp = async (progress: Progress) => {
    await requireOwnBridge(nodesRoot());
    await clearOthers(nodes, start, cluster);
    await ensureBridge(nodesRoot());
    await Promise.all(
      nodes.map(async (node) => {
        if (!runsAs(node, start)) await startNode(node, start);
        progress(`${node.name}: images`);
        await importImages(node, archives);
        progress(`${node.name}: kubelet`);
        await untilOnNode(`kubelet of ${node.name}`, node, () => isReady(cluster, node));
      }),
    );
  };
  await exclusively("make lab-nodes", () => step(title, bringUp, sink));
  return nodes;
}

/**
 * Removes every trace of all real nodes, whatever state they are in.
 * @param cluster removes its Node objects as well; leave it out if the cluster is gone or about to go
 */
export async function downNodes(cluster?: Pick<Cluster, "kubectl">): Promise<void> {
  if ((await listTraces(nodesRoot())).length > 0) await takeAway();
  // even if nothing is left of the nodes: another cluster may have taken them over
  if (cluster !== undefined && (await cluster.kubectl.isReady())) {
    const names = everyNode(nodesRoot()).map(({ name }) => name);
    await cluster.kubectl.run(["delete", "node", ...names, "--ignore-not-found"]);
  }
}

async function takeAway(): Promise<void> {
  await exclusively("make down", async () => {
    const shared = (await foreignOwner(nodesRoot())) !== undefined;
    for (const node of everyNode(nodesRoot())) await stopNode(node);
    for (const { link } of shared ? [] : everyNode(nodesRoot())) await removeLink(link);
    if (!shared) await removeLink(bridge.name);
    await rm(nodesRoot(), { recursive: true, force: true });
  });
  const left = await listTraces(nodesRoot());
  if (left.length > 0) throw new Error(`left behind by the real nodes: ${left.join(", ")}`);
}

/** Folder with everything of the real nodes. */
export function nodesRoot(): string {
  return join(stateRoot(), "nodes");
}

/** Builds the requested images of the lab, and finds the archives of all requested ones. */
async function gatherImages({ images, sink }: UpNodesOptions): Promise<readonly ImageArchive[]> {
  const wants = (reference: string) =>
    images === undefined || [pauseImage, ...images].some((image) => sameImage(image, reference));
  await ensureImages(
    recipes.filter(({ reference }) => wants(reference)),
    sink,
  );
  return (await listArchives()).filter(({ references }) => references.some(wants));
}

function startOf({ cluster, executables }: UpNodesOptions, all: readonly RealNode[]): NodeStart {
  const pki = join(cluster.folder, "kwok", "clusters", cluster.name, "pki");
  const authority = { certificate: join(pki, "ca.crt"), key: join(pki, "ca.key") };
  const server = `https://${bridge.address}:${cluster.port}`;
  return { access: { server, certificateAuthority: authority.certificate }, authority, executables, all };
}

/** Takes down nodes that run with other settings. */
async function clearOthers(
  nodes: readonly RealNode[],
  start: NodeStart,
  { kubectl }: UpNodesOptions["cluster"],
): Promise<void> {
  await mkdir(nodesRoot(), { recursive: true });
  for (const node of everyNode(nodesRoot())) {
    const wanted = nodes.find(({ name }) => name === node.name);
    if (wanted !== undefined && runsAs(wanted, start)) continue;
    await stopNode(node);
    // an old Node object would still say Ready for a while
    await kubectl.run(["delete", "node", node.name, "--ignore-not-found"]);
  }
}

async function isReady(cluster: UpNodesOptions["cluster"], node: RealNode): Promise<boolean> {
  const condition = `jsonpath={.status.conditions[?(@.type=="Ready")].status}`;
  const { stdout } = await cluster.kubectl.run(["get", "node", node.name, "--output", condition]);
  return stdout === "True";
}

/** One at a time on a machine, which has one bridge and one set of node addresses. */
function exclusively(command: string, work: () => Promise<void>): Promise<void> {
  return withLock(join(stateRoot(), "nodes.lock"), { command }, work);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
