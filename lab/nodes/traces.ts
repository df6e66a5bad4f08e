import { existsSync, readFileSync } from "node:fs";
import { bridge } from "../cluster/addresses.ts";
import { cgroupsOf } from "./cgroups.ts";
import { foreignOwner, linkExists } from "./network.ts";
import { everyNode } from "./plan.ts";
import { processesOf } from "./processes.ts";

/**
 * Everything of real nodes that is on this machine: processes (and with them network, PID, mount and UTS namespaces,
 * which have no other holder), network links, mounts, cgroups, folders. Empty before `upNodes` and after `downNodes`.
 */
export async function listTraces(root: string): Promise<readonly string[]> {
  const nodes = everyNode(root);
  const links =
    (await foreignOwner(root)) === undefined ? [bridge.name, ...nodes.map(({ link }) => link)] : [];
  return [
    ...nodes.flatMap((node) => [
      ...processesOf(node.folder).map((pid) => `process ${pid} of ${node.name}`),
      ...cgroupsOf(node.cgroup).map((folder) => `cgroup ${folder}`),
      ...(existsSync(node.folder) ? [`folder ${node.folder}`] : []),
    ]),
    ...links.filter(linkExists).map((link) => `network link ${link}`),
    ...mountsBelow(root, readFileSync("/proc/self/mounts", "utf8")).map((point) => `mount ${point}`),
  ];
}

/** The mount points below a folder in the text of /proc/self/mounts. */
export function mountsBelow(folder: string, mounts: string): readonly string[] {
  return mounts
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((point) => point === folder || point.startsWith(`${folder}/`));
}
