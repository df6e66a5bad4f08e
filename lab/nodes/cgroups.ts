import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isErrno } from "../../core/model/errno.ts";

/** A mounted cgroup hierarchy. */
export interface Hierarchy {
  readonly folder: string;
  /** Controllers of version 1; empty for version 2, where the kubelet enables what it needs itself. */
  readonly controllers: readonly string[];
}

/** The hierarchies in the text of /proc/mounts. */
export function parseHierarchies(mounts: string): readonly Hierarchy[] {
  return mounts.split("\n").flatMap((line) => {
    const [, folder, type, options] = line.split(" ");
    if (folder === undefined || (type !== "cgroup" && type !== "cgroup2")) return [];
    const controllers = type === "cgroup" ? (options ?? "").split(",") : [];
    return [{ folder, controllers }];
  });
}

/** Makes a node's cgroup in every hierarchy. */
export async function makeCgroups(name: string): Promise<void> {
  for (const { folder, controllers } of hierarchies()) {
    await mkdir(join(folder, name), { recursive: true });
    if (!controllers.includes("cpuset")) continue;
    for (const file of ["cpuset.cpus", "cpuset.mems"]) {
      // a new cpuset of version 1 is empty, and takes no process until it is told
      await writeFile(join(folder, name, file), readFileSync(join(folder, file)));
    }
  }
}

/** Removes a node's cgroups; its processes must be gone. */
export async function removeCgroups(name: string): Promise<void> {
  for (const folder of cgroupsOf(name)) await removeTree(folder);
}

/** Where a node's cgroups are. */
export function cgroupsOf(name: string): readonly string[] {
  return hierarchies()
    .map(({ folder }) => join(folder, name))
    .filter(existsSync);
}

function hierarchies(): readonly Hierarchy[] {
  return parseHierarchies(readFileSync("/proc/mounts", "utf8"));
}

async function removeTree(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  }
  for (let waited = 0; ; waited += 20) {
    try {
      return await rmdir(folder);
    } catch (error) {
      // the kernel lets go of a dead process a moment after it has ended
      if (!isErrno(error, "EBUSY") || waited >= 5_000) throw error;
      await sleep(20);
    }
  }
}
