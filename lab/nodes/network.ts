import { readFileSync } from "node:fs";
import { UserError } from "../../core/model/user-error.ts";
import { bridge, services } from "../cluster/addresses.ts";
import { CommandError, run } from "../machine/run.ts";
import { everyNode, type RealNode } from "./plan.ts";
import { pidsOf } from "./processes.ts";

/**
 * Makes the bridge that connects all nodes. The machine's own address on it is where they reach the API server.
 * @param root where the nodes' folders are: the bridge is marked with it
 * @throws {UserError} if the bridge is another lab's, or its range is in use
 */
export async function ensureBridge(root: string): Promise<void> {
  await requireOwnBridge(root);
  if (!linkExists(bridge.name)) {
    await requireFreeRange();
    await ip("link", "add", bridge.name, "type", "bridge");
  }
  await ip("link", "set", bridge.name, "alias", root);
  await ip("addr", "replace", `${bridge.address}/24`, "dev", bridge.name);
  await ip("link", "set", bridge.name, "up");
}

/**
 * A machine has one set of addresses, bridge and cables: two labs, for example of two users' checkouts, cannot have
 * real nodes at a time.
 * @throws {UserError} with the other lab
 */
export async function requireOwnBridge(root: string): Promise<void> {
  const owner = await foreignOwner(root);
  if (owner === undefined) return;
  throw new UserError(
    `Real nodes of another lab run on this machine (${owner}): take them down, then try again.`,
  );
}

/** The root of another lab whose nodes use the bridge. A bridge whose lab is gone is free for the next one. */
export async function foreignOwner(root: string): Promise<string | undefined> {
  if (!linkExists(bridge.name)) return undefined;
  const { stdout } = await ip("-json", "link", "show", bridge.name);
  const [link] = JSON.parse(stdout) as readonly { readonly ifalias?: string }[];
  const owner = link?.ifalias;
  if (owner === undefined || owner === root) return undefined;
  return everyNode(owner).some(({ folder }) => pidsOf(folder).length > 0) ? owner : undefined;
}

/**
 * Plugs a node into the bridge and gives the machine a route to its pods. Nothing of it outlives the node: the cable
 * ends with the node's network namespace, the route with the bridge.
 * @param pid a process in the node's network namespace
 */
export async function plugIn(node: RealNode, pid: number): Promise<void> {
  if (linkExists(node.link)) await ip("link", "del", node.link);
  await ip("link", "add", node.link, "type", "veth", "peer", "name", "eth0", "netns", String(pid));
  await ip("link", "set", node.link, "master", bridge.name, "up");
  await ip("route", "replace", node.podRange, "via", node.address, "dev", bridge.name);
}

/** Routes that a node needs, one `range [gateway]` a line: to the other nodes' pods, and to Services. */
export function routesOf(node: RealNode, all: readonly RealNode[]): string {
  const others = all.filter(({ name }) => name !== node.name);
  // a ClusterIP needs some route before kube-proxy can rewrite it
  return [services.range, ...others.map((other) => `${other.podRange} ${other.address}`)].join("\n");
}

/** Removes a network link where it is there. */
export async function removeLink(name: string): Promise<void> {
  if (linkExists(name)) await ip("link", "del", name);
}

export function linkExists(name: string): boolean {
  // not /sys/class/net: that shows the network namespace it was mounted in
  return parseLinks(readFileSync("/proc/self/net/dev", "utf8")).includes(name);
}

/** The names of network links in the text of /proc/net/dev. */
export function parseLinks(text: string): readonly string[] {
  return [...text.matchAll(/^ *([^ :]+):/gm)].map(([, name]) => name ?? "");
}

async function requireFreeRange(): Promise<void> {
  const { stdout } = await ip("-brief", "addr", "show", "to", bridge.range);
  const holder = stdout.split(/\s/)[0];
  if (holder === "" || holder === undefined) return;
  throw new UserError(
    `The lab's network ${bridge.range} is in use on interface ${holder}: take that down, then try again.`,
  );
}

async function ip(...args: readonly string[]) {
  try {
    return await run("ip", args);
  } catch (error) {
    // the cable may have gone with the node between the look and the deletion
    if (error instanceof CommandError && args[1] === "del" && !linkExists(args[2] ?? ""))
      return { stdout: "", stderr: "" };
    throw error;
  }
}
