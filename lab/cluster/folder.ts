import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { thisProcess } from "../../operations/lock.ts";
import { stateRoot } from "../machine/folders.ts";

/** Where the folders of all clusters are. */
export function clustersFolder(): string {
  return join(stateRoot(), "clusters");
}

/** Where everything of a cluster lies. */
export function clusterFolder(name: string): string {
  return join(clustersFolder(), name);
}

/** Names the process that owns the cluster: {@link claimCluster}. */
export function ownerFile(name: string): string {
  return join(clusterFolder(name), "owner.json");
}

/**
 * Makes a cluster this process's own: should the process end without stopping it, its guard does, and failing that the
 * next `make up`, `make test` or `make down`.
 * @returns the cluster's folder
 */
export async function claimCluster(name: string): Promise<string> {
  const folder = clusterFolder(name);
  await mkdir(folder, { recursive: true });
  await writeFile(ownerFile(name), JSON.stringify(thisProcess()));
  return folder;
}
